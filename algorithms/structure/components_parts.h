/* A forest of vertices that several threads join: what Afforest does to plain and to packed rows. Private to
 * structure/. */
#ifndef REL_ALGORITHMS_STRUCTURE_COMPONENTS_PARTS_H
#define REL_ALGORITHMS_STRUCTURE_COMPONENTS_PARTS_H

#include "algorithms/structure/components.h"
#include "src/base/rng.h"

enum { REL_LINK_ROUNDS = 2, REL_PARENT_SAMPLES = 1024, STREAM_SAMPLE = 0x434f4d50 };

static inline rel_vid rel_parent_load(const rel_vid *p)
{
    return __atomic_load_n(p, __ATOMIC_RELAXED);
}

/* Joins the trees of u and v: the larger root is hooked under the smaller, so that in the end every root is
 * the smallest vertex of its component, whatever the order of the threads. */
static inline void rel_parent_link(rel_vid u, rel_vid v, rel_vid *parent)
{
    rel_vid a = rel_parent_load(&parent[u]), b = rel_parent_load(&parent[v]);
    while (a != b) {
        const rel_vid high = a > b ? a : b, low = a > b ? b : a;
        rel_vid root = high;
        const rel_vid above = rel_parent_load(&parent[high]);
        if (above == low) return;
        if (above == high &&
            __atomic_compare_exchange_n(&parent[high], &root, low, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return;
        a = rel_parent_load(&parent[rel_parent_load(&parent[high])]);
        b = rel_parent_load(&parent[low]);
    }
}

static inline void rel_parent_compress(int threads, rel_vid n, rel_vid *parent)
{
    (void)threads;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (rel_vid v = 0; v < n; v++) {
        rel_vid p = rel_parent_load(&parent[v]);
        while (p != rel_parent_load(&parent[p])) p = rel_parent_load(&parent[p]);
        __atomic_store_n(&parent[v], p, __ATOMIC_RELAXED);
    }
}

/* The commonest root among some vertices: very probably that of the giant component. */
static inline rel_vid rel_parent_frequent(const rel_vid *parent, rel_vid n, uint64_t seed)
{
    rel_vid root[REL_PARENT_SAMPLES], best = 0;
    int most = 0;
    for (int i = 0; i < REL_PARENT_SAMPLES; i++) {
        root[i] = parent[rel_rand_below(seed, STREAM_SAMPLE, (uint64_t)i, n)];
        int same = 0;
        for (int k = 0; k <= i; k++) same += root[k] == root[i];
        if (same > most) {
            most = same;
            best = root[i];
        }
    }
    return best;
}

/* The roots of a packed graph: component[v] becomes the smallest vertex of v's component, all in old numbers.
 * Scratch 8 bytes a vertex. Errors: E_MEM, E_STOPPED. */
REL_CHECKED
rel_status rel_components_roots_packed(rel_ctx *ctx, const rel_graph *g, rel_vid *component);

#endif
