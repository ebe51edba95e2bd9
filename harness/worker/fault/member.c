/* A member for tests: argv[1] says how it misbehaves, if at all. In "turn" faults it is the third turn that goes wrong.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/worker/turns.h"

static struct assay_turns turns;
static char config[ASSAY_WIRE_LARGEST];
static char large[2 * ASSAY_WIRE_LARGEST];

static const char ready[] = "{\"executed\": \"fault-member\"}";
static const char result[] = "{\"residual\": 0}";
static const char wrong[] =
    "{\"outcome\": \"wrong-result\", \"detail\": \"the residual is 3.5, and at most 1 is right\"}";
static const char boastful[] = "{\"outcome\": \"measured\"}";

static void hang(void) {
  for (;;) pause();
}

static void* spin(void* nothing) {
  for (;;) __asm__ volatile("");
  return nothing;
}

static void* sleep_on(void* nothing) {
  hang();
  return nothing;
}

static void send_raw(const void* bytes, size_t size) {
  if (send(turns.socket, bytes, size, MSG_NOSIGNAL) < 0) _exit(9);
}

static void send_head(uint16_t version, uint16_t type) {
  const struct assay_head head = {ASSAY_WIRE_MAGIC, version, type};
  send_raw(&head, sizeof head);
}

static void crash_by(int signal_number) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void leave_children(void) {
  for (int stranger = 0; stranger < 2; ++stranger) {
    if (fork() != 0) continue;
    if (stranger) setsid();
    hang();
  }
}

static void flood(void) {
  turns.slices = 1000000;
  while (turns.slices > 0) {
    turns.slice.head = (struct assay_head){ASSAY_WIRE_MAGIC, ASSAY_WIRE_VERSION, ASSAY_SLICE};
    turns.slice.iterations = turns.iterations;
    turns.slice.index = turns.index++;
    send_raw(&turns.slice, sizeof turns.slice);
  }
}

static void write_stderr(int lines) {
  memset(large, 'x', 1023);
  large[1023] = '\n';
  for (int i = 0; lines < 0 || i < lines; ++i) {
    if (write(2, large, 1024) < 0) _exit(9);
  }
}

/* Where a fault happens: before the member is ready, in the third turn, or after it was asked to finish. */
static void misbehave_at_start(const char* fault) {
  if (strcmp(fault, "start-segfault") == 0) crash_by(SIGSEGV);
  if (strcmp(fault, "start-exit-0") == 0) _exit(0);
  if (strcmp(fault, "start-exit-3") == 0) {
    fputs("first\nno module named numpyy\n", stderr);
    _exit(3);
  }
  if (strcmp(fault, "start-hang") == 0) hang();
  if (strcmp(fault, "start-unsupported") == 0) {
    static const char text[] = "{\"outcome\": \"unsupported\", \"detail\": \"it has no dgesdd\"}";
    assay_turns_send(&turns, ASSAY_FAILED, text, sizeof text - 1);
    _exit(1);
  }
  if (strcmp(fault, "start-boast") == 0) assay_turns_send(&turns, ASSAY_FAILED, boastful, sizeof boastful - 1);
  if (strcmp(fault, "start-no-json") == 0) assay_turns_send(&turns, ASSAY_READY, "{\"a\":", 5);
  if (strcmp(fault, "start-version") == 0) send_head(99, ASSAY_READY);
  if (strcmp(fault, "start-order") == 0) send_head(ASSAY_WIRE_VERSION, ASSAY_RESULT);
  if (strcmp(fault, "start-deep") == 0) {
    const size_t depth = 40000;
    memcpy(large, "{\"a\":", 5);
    memset(large + 5, '[', depth);
    memset(large + 5 + depth, ']', depth);
    large[5 + 2 * depth] = '}';
    assay_turns_send(&turns, ASSAY_READY, large, 6 + 2 * depth);
  }
}

static void misbehave_in_turn(const char* fault) {
  if (strcmp(fault, "segfault") == 0) crash_by(SIGSEGV);
  if (strcmp(fault, "abort") == 0) {
    fputs("free(): invalid pointer\n", stderr);
    crash_by(SIGABRT);
  }
  if (strcmp(fault, "exit-0") == 0) _exit(0);
  if (strcmp(fault, "kill") == 0) crash_by(SIGKILL);
  if (strcmp(fault, "hang") == 0) hang();
  if (strcmp(fault, "stop") == 0) raise(SIGSTOP);
  if (strcmp(fault, "garbage") == 0) send_raw("garbage, not a packet", 21);
  if (strcmp(fault, "empty") == 0) send_raw("", 1);
  if (strcmp(fault, "half") == 0) {
    turns.slice.head = (struct assay_head){ASSAY_WIRE_MAGIC, ASSAY_WIRE_VERSION, ASSAY_SLICE};
    send_raw(&turns.slice, sizeof turns.slice / 2);
  }
  if (strcmp(fault, "large") == 0) send_raw(large, ASSAY_WIRE_LARGEST + 8);
  if (strcmp(fault, "flood") == 0) flood();
  if (strcmp(fault, "flood-stderr") == 0) write_stderr(-1);
  if (strcmp(fault, "chatty") == 0) write_stderr(2000);
  if (strcmp(fault, "close") == 0) {
    close(turns.socket);
    hang();
  }
  if (strcmp(fault, "iterations") == 0) turns.iterations /= 2;
  if (strcmp(fault, "children") == 0) leave_children();
}

static void misbehave_at_end(const char* fault) {
  if (strcmp(fault, "end-exit-0") == 0) _exit(0);
  if (strcmp(fault, "end-hang") == 0) hang();
  if (strcmp(fault, "end-wrong-result") == 0) {
    assay_turns_send(&turns, ASSAY_FAILED, wrong, sizeof wrong - 1);
    _exit(1);
  }
}

static void work(uint64_t iterations) {
  for (uint64_t i = 0; i < iterations * 100; ++i) __asm__ volatile("");
}

int main(int argc, char** argv) {
  const char* fault = argc > 1 ? argv[1] : "none";
  int failed = assay_turns_open(&turns);
  if (failed != 0 || assay_turns_config(&turns, config, sizeof config) < 0) return 8;
  misbehave_at_start(fault);
  const int spinning = strcmp(fault, "threads") == 0;
  if (spinning || strcmp(fault, "idle-threads") == 0) {
    pthread_t thread;
    for (int i = 0; i < 3; ++i) pthread_create(&thread, NULL, spinning ? spin : sleep_on, NULL);
  }
  if (strcmp(fault, "idle-children") == 0) leave_children();
  if (strcmp(fault, "start-deep") != 0) assay_turns_send(&turns, ASSAY_READY, ready, sizeof ready - 1);
  for (int turn = 1; (failed = assay_turns_wait(&turns)) == 1; ++turn) {
    if (turn == 3) misbehave_in_turn(fault);
    while (turns.slices > 0) {
      assay_slice_begin(&turns);
      work(turns.iterations);
      assay_slice_end(&turns, strcmp(fault, "impossible") == 0 && turn == 3 ? INT64_MAX : -1);
    }
  }
  if (failed < 0) return 7;
  misbehave_at_end(fault);
  assay_turns_send(&turns, ASSAY_RESULT, result, sizeof result - 1);
  if (strcmp(fault, "end-segfault") == 0) crash_by(SIGSEGV);
  return 0;
}
