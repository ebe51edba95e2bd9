/* x86-64. Adds of a register to itself are the cheapest work there is: one micro-operation, no memory, no flags that
 * anybody reads. Six registers make six independent chains, enough for the four to six integer ports of a core (Zen:
 * 4, 3.77 adds a cycle were seen; Golden Cove: 5, so that it is bound by its chains at the latest with six). Unrolled 8
 * times six, so that the loop's own two instructions are 4 %. 1150 × 48 = 55,200 adds are 4 µs at 3.77 a cycle and 3.66
 * GHz. An idle sibling hyper-thread leaves all ports to us; a busy one takes its share, and the part takes 15 to 90 %
 * longer. */
#include "harness/worker/isa/isa.h"

#define SIX                                                                                                      \
  "add %%rax, %%rax\n\tadd %%rdx, %%rdx\n\tadd %%rsi, %%rsi\n\tadd %%rdi, %%rdi\n\tadd %%r8, %%r8\n\tadd %%r9, " \
  "%%r9\n\t"

void assay_reference_part(void) {
  unsigned long loops = 1150;
  __asm__ volatile(
      ".p2align 6\n"
      "1:\n\t" SIX SIX SIX SIX SIX SIX SIX SIX
      "dec %0\n\t"
      "jnz 1b\n\t"
      : "+r"(loops)
      :
      : "rax", "rdx", "rsi", "rdi", "r8", "r9", "cc");
}
