/* Wine 8's C runtime lacks the complex functions of C99; numpy calls some of them while it is
   imported.  This runtime has them, and hands everything else on to Wine's own. */
#include <complex.h>

typedef struct { float re, im; } cfloat;
typedef struct { double re, im; } cdouble;

static float complex f_in(cfloat z) { return z.re + I * z.im; }
static double complex d_in(cdouble z) { return z.re + I * z.im; }
static cfloat f_out(float complex z) { return (cfloat){crealf(z), cimagf(z)}; }
static cdouble d_out(double complex z) { return (cdouble){creal(z), cimag(z)}; }

#define TO_COMPLEX(name) \
    cfloat own_##name##f(cfloat z) { return f_out(name##f(f_in(z))); } \
    cdouble own_##name(cdouble z) { return d_out(name(d_in(z))); }
#define TO_REAL(name) \
    float own_##name##f(cfloat z) { return name##f(f_in(z)); } \
    double own_##name(cdouble z) { return name(d_in(z)); }

TO_COMPLEX(ccos) TO_COMPLEX(ccosh) TO_COMPLEX(cexp) TO_COMPLEX(csin)
TO_COMPLEX(csinh) TO_COMPLEX(ctan) TO_COMPLEX(ctanh)
TO_REAL(cabs) TO_REAL(carg) TO_REAL(creal) TO_REAL(cimag)

cfloat own_cpowf(cfloat z, cfloat p) { return f_out(cpowf(f_in(z), f_in(p))); }
cdouble own_cpow(cdouble z, cdouble p) { return d_out(cpow(d_in(z), d_in(p))); }
