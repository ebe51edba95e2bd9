#pragma once

/* Between a leader and its members: one SOCK_SEQPACKET socket, one message a packet, so that there is nothing to parse
 * and the end of a member reads as end of file. C, because the loop extension of the exe route speaks it without a C++
 * runtime. Fixed widths and little-endian, because a member may run under an emulator. A member finds its end of the
 * socket in the environment variable ASSAY_SOCKET (a descriptor number).
 *
 *   leader -> member   CONFIG (JSON: MemberSpec::config)
 *   member -> leader   READY (JSON facts) | FAILED (JSON {"outcome", "detail"})
 *   leader -> member   TURN (assay_turn)              any number of times
 *   member -> leader   SLICE (assay_slice) × slices of the turn | FAILED
 *   leader -> member   FINISH
 *   member -> leader   RESULT (JSON of the workload's own check) | FAILED; then the member exits
 */

#include <stdint.h>

#define ASSAY_WIRE_MAGIC 0x59415341u /* "ASAY" */
#define ASSAY_WIRE_VERSION 1u
#define ASSAY_WIRE_LARGEST (96 * 1024) /* bytes in one packet, head included */

enum assay_message_type {
  ASSAY_CONFIG = 1,
  ASSAY_READY = 2,
  ASSAY_FAILED = 3,
  ASSAY_TURN = 4,
  ASSAY_SLICE = 5,
  ASSAY_FINISH = 6,
  ASSAY_RESULT = 7,
};

struct assay_head {
  uint32_t magic;
  uint16_t version;
  uint16_t type;
};

struct assay_turn {
  struct assay_head head;
  uint64_t iterations; /* per slice */
  uint32_t slices;     /* to run in this turn, one after the other */
  uint32_t clock;      /* 0: CPU time of the thread, 1: of the process */
};

struct assay_slice {
  struct assay_head head;
  uint64_t iterations;
  int64_t wall_ns;
  int64_t cpu_ns;
  int64_t reference_before_ns;
  int64_t reference_after_ns;
  int64_t run_delay_ns;
  int32_t voluntary_switches;
  int32_t involuntary_switches;
  uint32_t threads; /* of the member when the slice ended */
  uint32_t index;   /* in the turn, from 0 */
};
