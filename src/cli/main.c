#include "src/base/ctx.h"

int main(void)
{
    rel_ctx ctx;
    rel_ctx_init(&ctx, 0);
    rel_ctx_free(&ctx);
    return 0;
}
