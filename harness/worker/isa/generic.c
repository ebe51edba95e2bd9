/* Any other ISA. The same six chains in C; the empty asm keeps the compiler from adding them up in advance without
 * fixing which registers they live in. It reaches a little less than full issue width, which a file of the ISA's own
 * would. */
#include "harness/worker/isa/isa.h"

#define SIX \
  a += a;   \
  b += b;   \
  c += c;   \
  d += d;   \
  e += e;   \
  f += f;   \
  __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));

void assay_reference_part(void) {
  unsigned long a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
  for (int loop = 0; loop < 900; ++loop) {
    SIX SIX SIX SIX SIX SIX SIX SIX
  }
}
