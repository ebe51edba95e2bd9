#pragma once

/* A member's side of the turns: waits for one, takes the readings around a slice, and sends it. C without a C++
 * runtime, shared by the native member and by the loop extension of both CPython routes. Nothing here allocates between
 * turns. */

#include <stddef.h>
#include <stdint.h>

#include "harness/worker/wire.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Slices of a turn are sent together when it has ended: the leader sleeps on the member's own CPU, where a packet in
 * the middle of a turn would wake it, and delay the slice that follows. So many are kept back; of longer turns the
 * first ones are sent on the way. */
#define ASSAY_TURN_KEPT_BACK 16

struct assay_turns {
  int socket;
  int schedstat;                                  /* /proc/thread-self/schedstat, or -1 */
  int tasks;                                      /* /proc/self/task, or -1 */
  int clock;                                      /* clockid_t of the CPU time, as the turn at hand asks */
  uint64_t iterations;                            /* of each slice of the turn at hand */
  uint32_t slices;                                /* that the turn at hand still has to run */
  struct assay_slice slice;                       /* being filled; the last one, between two */
  struct assay_slice taken[ASSAY_TURN_KEPT_BACK]; /* of this turn, not sent yet */
  uint32_t unsent;
  int64_t wall_start_ns, cpu_start_ns, run_delay_start_ns;
  int64_t voluntary_start, involuntary_start;
  uint32_t index; /* of the slice in its turn */
};

/* Takes the socket from $ASSAY_SOCKET (and unsets it, and marks it close-on-exec). 0, or -errno. */
int assay_turns_open(struct assay_turns* turns);

/* The first message. Its length in bytes, the text terminated by 0; or -errno. */
long assay_turns_config(struct assay_turns* turns, char* text, size_t size);

/* Sends JSON as ASSAY_READY, ASSAY_FAILED or ASSAY_RESULT, after what a turn that failed had taken. 0, or -errno. */
int assay_turns_send(struct assay_turns* turns, uint16_t type, const char* json, size_t size);

/* Blocks until the leader gives a turn (1; iterations and slices are set), asks to finish (0), or is gone (-errno). */
int assay_turns_wait(struct assay_turns* turns);

/* Around one slice: run exactly `iterations` between the two. `end` counts `slices` down, and sends them all with the
 * turn's last. Where the work has timed itself, wall_ns is what it says; else -1. 0, or -errno. */
void assay_slice_begin(struct assay_turns* turns);
int assay_slice_end(struct assay_turns* turns, int64_t wall_ns);

/* The reference kernel: independent integer adds at full issue width, the fastest of five parts of about 4 µs, in ns.
 * It reads the same after any kind of work, and 15-90 % more beside a busy sibling hyper-thread. One file for each ISA
 * in isa/. */
int64_t assay_reference_ns(void);

#ifdef __cplusplus
}
#endif
