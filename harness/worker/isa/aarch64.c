/* AArch64. The adds set no flags, so any integer pipe takes them: three on Neoverse N1, four on N2 and V1, six on V2
 * and later. Six registers make six independent chains; unrolled eight times six, the loop's own two instructions are 4
 * %. Server cores of this ISA have no sibling hyper-threads: here a raised reading means a lower clock, a stolen CPU or
 * an emulator. 900 × 48 = 43,200 adds are 4 µs at 3.6 adds a cycle and 3 GHz. */
#include "harness/worker/isa/isa.h"

#define SIX                                                                                                         \
  "add x9, x9, x9\n\tadd x10, x10, x10\n\tadd x11, x11, x11\n\tadd x12, x12, x12\n\tadd x13, x13, x13\n\tadd x14, " \
  "x14, x14\n\t"

void assay_reference_part(void) {
  unsigned long loops = 900;
  __asm__ volatile(
      ".p2align 6\n"
      "1:\n\t" SIX SIX SIX SIX SIX SIX SIX SIX
      "subs %0, %0, #1\n\t"
      "b.ne 1b\n\t"
      : "+r"(loops)
      :
      : "x9", "x10", "x11", "x12", "x13", "x14", "cc");
}
