#pragma once

/* What each ISA's file gives: one part of the reference kernel, about 4 µs of independent integer adds. The count is
 * fixed for an ISA, because readings are compared with each other, never with another machine's. */
void assay_reference_part(void);
