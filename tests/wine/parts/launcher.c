/* python.exe and pythonw.exe: the wheels bring Python as a DLL only. */
#include <windows.h>

typedef int (*python_main)(int, wchar_t **);

int wmain(int argc, wchar_t **argv) {
    HMODULE python = LoadLibraryW(L"python311.dll");
    python_main run = python ? (python_main)(void *)GetProcAddress(python, "Py_Main") : 0;
    return run ? run(argc, argv) : 101;
}
