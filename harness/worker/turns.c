#define _GNU_SOURCE
#include "harness/worker/turns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "harness/worker/isa/isa.h"

_Static_assert(sizeof(struct assay_turn) == 24, "a packet has no padding");
_Static_assert(sizeof(struct assay_slice) == 72, "a packet has no padding");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "packets are little-endian and sent as they lie in memory");

static int64_t now_ns(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t assay_reference_ns(void) {
  int64_t fastest = INT64_MAX;
  for (int part = 0; part < 5; ++part) {
    const int64_t start = now_ns(CLOCK_MONOTONIC);
    assay_reference_part();
    const int64_t taken = now_ns(CLOCK_MONOTONIC) - start;
    if (taken < fastest) fastest = taken;
  }
  return fastest;
}

static struct assay_head head_of(uint16_t type) {
  return (struct assay_head){.magic = ASSAY_WIRE_MAGIC, .version = ASSAY_WIRE_VERSION, .type = type};
}

/* The length of a whole packet whose head is ours; or -errno. A leader that is gone reads as -ECONNRESET. */
static long receive(int socket, struct iovec* parts, size_t count) {
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
  ssize_t length;
  do {
    length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  } while (length < 0 && errno == EINTR);
  if (length < 0) return -errno;
  if (length == 0) return -ECONNRESET;
  const struct assay_head* head = parts[0].iov_base;
  const int whole = (size_t)length >= sizeof *head && (message.msg_flags & MSG_TRUNC) == 0;
  if (!whole || head->magic != ASSAY_WIRE_MAGIC || head->version != ASSAY_WIRE_VERSION) return -EPROTO;
  return length;
}

static int send_parts(int socket, struct iovec* parts, size_t count) {
  const struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
  ssize_t length;
  do {
    length = sendmsg(socket, &message, MSG_NOSIGNAL);
  } while (length < 0 && errno == EINTR);
  return length < 0 ? -errno : 0;
}

static int send_taken(struct assay_turns* turns) {
  int failed = 0;
  for (uint32_t i = 0; i < turns->unsent && failed == 0; ++i) {
    struct iovec part = {&turns->taken[i], sizeof turns->taken[i]};
    failed = send_parts(turns->socket, &part, 1);
  }
  turns->unsent = 0;
  return failed;
}

int assay_turns_open(struct assay_turns* turns) {
  memset(turns, 0, sizeof *turns);
  const char* text = getenv("ASSAY_SOCKET");
  if (text == NULL || *text == '\0') return -EDESTADDRREQ;
  char* end;
  const long descriptor = strtol(text, &end, 10);
  struct stat status;
  if (*end != '\0' || descriptor < 0 || fstat((int)descriptor, &status) != 0 || !S_ISSOCK(status.st_mode))
    return -EBADF;
  unsetenv("ASSAY_SOCKET");
  if (fcntl((int)descriptor, F_SETFD, FD_CLOEXEC) != 0) return -errno;
  turns->socket = (int)descriptor;
  turns->clock = CLOCK_THREAD_CPUTIME_ID;
  turns->schedstat = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  turns->tasks = open("/proc/self/task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return 0;
}

long assay_turns_config(struct assay_turns* turns, char* text, size_t size) {
  struct assay_head head;
  if (size == 0) return -EMSGSIZE;
  struct iovec parts[2] = {{&head, sizeof head}, {text, size - 1}};
  const long length = receive(turns->socket, parts, 2);
  if (length < 0) return length;
  if (head.type != ASSAY_CONFIG) return -EPROTO;
  const long text_length = length - (long)sizeof head;
  text[text_length] = '\0';
  return text_length;
}

int assay_turns_send(struct assay_turns* turns, uint16_t type, const char* json, size_t size) {
  struct assay_head head = head_of(type);
  if (size > ASSAY_WIRE_LARGEST - sizeof head) return -EMSGSIZE;
  struct iovec parts[2] = {{&head, sizeof head}, {(void*)(uintptr_t)json, size}};
  const int failed = send_taken(turns);
  return failed < 0 ? failed : send_parts(turns->socket, parts, 2);
}

int assay_turns_wait(struct assay_turns* turns) {
  struct assay_turn turn;
  struct iovec part = {&turn, sizeof turn};
  const long length = receive(turns->socket, &part, 1);
  if (length < 0) return (int)length;
  if (turn.head.type == ASSAY_FINISH) return 0;
  if (turn.head.type != ASSAY_TURN || length != sizeof turn || turn.slices == 0) return -EPROTO;
  turns->iterations = turn.iterations;
  turns->slices = turn.slices;
  turns->clock = turn.clock == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_THREAD_CPUTIME_ID;
  turns->index = 0;
  turns->unsent = 0;
  return 1;
}

/* The second number of schedstat: nanoseconds runnable but not running. 0 where the kernel does not tell. */
static int64_t run_delay_ns(int schedstat) {
  char text[96];
  const ssize_t length = schedstat < 0 ? 0 : pread(schedstat, text, sizeof text - 1, 0);
  if (length <= 0) return 0;
  text[length] = '\0';
  char* delay;
  strtoll(text, &delay, 10);
  return strtoll(delay, NULL, 10);
}

/* A task folder has a link for each thread beside `.` and `..`: one system call tells how many there are. */
static uint32_t count_threads(int tasks) {
  struct stat status;
  if (tasks < 0 || fstat(tasks, &status) != 0 || status.st_nlink < 3) return 1;
  return (uint32_t)(status.st_nlink - 2);
}

void assay_slice_begin(struct assay_turns* turns) {
  struct rusage usage;
  turns->slice.reference_before_ns = assay_reference_ns();
  getrusage(RUSAGE_THREAD, &usage);
  turns->voluntary_start = usage.ru_nvcsw;
  turns->involuntary_start = usage.ru_nivcsw;
  turns->run_delay_start_ns = run_delay_ns(turns->schedstat);
  turns->cpu_start_ns = now_ns(turns->clock);
  turns->wall_start_ns = now_ns(CLOCK_MONOTONIC);
}

int assay_slice_end(struct assay_turns* turns, int64_t wall_ns) {
  const int64_t wall_end_ns = now_ns(CLOCK_MONOTONIC);
  struct assay_slice* slice = &turns->slice;
  slice->cpu_ns = now_ns(turns->clock) - turns->cpu_start_ns;
  slice->wall_ns = wall_ns >= 0 ? wall_ns : wall_end_ns - turns->wall_start_ns;
  slice->run_delay_ns = run_delay_ns(turns->schedstat) - turns->run_delay_start_ns;
  struct rusage usage;
  getrusage(RUSAGE_THREAD, &usage);
  slice->voluntary_switches = (int32_t)(usage.ru_nvcsw - turns->voluntary_start);
  slice->involuntary_switches = (int32_t)(usage.ru_nivcsw - turns->involuntary_start);
  slice->reference_after_ns = assay_reference_ns();
  slice->head = head_of(ASSAY_SLICE);
  slice->iterations = turns->iterations;
  slice->threads = count_threads(turns->tasks);
  slice->index = turns->index++;
  turns->taken[turns->unsent++] = *slice;
  const int is_last = --turns->slices == 0;
  return is_last || turns->unsent == ASSAY_TURN_KEPT_BACK ? send_taken(turns) : 0;
}
