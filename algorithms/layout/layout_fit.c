#include "algorithms/layout/layout_fit.h"

#include <math.h>

#include "src/base/par.h"

static double sum_between(const void *given, int64_t first, int64_t last)
{
    const float *value = given;
    double sum = 0;
    for (int64_t v = first; v < last; v++) sum += (double)value[v];
    return sum;
}

void rel_layout_fit(int threads, rel_vid n, float *x, float *y, double limit)
{
    double most = 0;
    if (n == 0) return;
    const double cx = rel_par_sum(threads, n, sum_between, x) / n;
    const double cy = rel_par_sum(threads, n, sum_between, y) / n;
#pragma omp parallel for num_threads(threads) schedule(static) reduction(max : most)
    for (rel_vid v = 0; v < n; v++) {
        const double far = fmax(fabs((double)x[v] - cx), fabs((double)y[v] - cy));
        most = far > most ? far : most;
    }
    const double scale = most > 0 ? limit / most : 0;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < n; v++) {
        /* the rounding to float must not lead out */
        x[v] = (float)fmin(fmax(((double)x[v] - cx) * scale, -limit), limit);
        y[v] = (float)fmin(fmax(((double)y[v] - cy) * scale, -limit), limit);
    }
}
