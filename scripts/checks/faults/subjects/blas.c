/* A BLAS that is right until its call number FAULT_AT, and then does what FAULT says. Built by the tests with
 * -DFAULT=name -DFAULT_AT=n, with -DFAULT_FILE="…" -DFAULT_PROCESS=n where only the n-th process that loads it is
 * faulty, and with -DHANGS_FILE="…" where a file is to tell that it hangs. It is slow on purpose, so that a comparison
 * with a real BLAS is decided at its first look on any machine. It knows nothing of Assay: like any library it can only
 * guess at the descriptors that are open. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { most_descriptors = 64 };

static void segfault(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  raise(SIGSEGV);
}

static void aborts(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  fputs("free(): invalid pointer\n", stderr);
  abort();
}

static void leaves(void) {
  _exit(0);
}
static void killed(void) {
  raise(SIGKILL);
}

static void hangs(void) {
#ifdef HANGS_FILE
  close(open(HANGS_FILE, O_WRONLY | O_CREAT, 0600));
#endif
  for (;;) pause();
}

static void to_every_socket(const char* bytes, size_t size) {
  for (int each = 3; each < most_descriptors; ++each) send(each, bytes, size, MSG_NOSIGNAL);
}

static void garbage(void) {
  to_every_socket("garbage, not a message", 22);
}
/* The head of a message and a third of its body: magic, version 1, type 5. */
static void half(void) {
  to_every_socket("ASAY\1\0\5\0half of a slice", 24);
}
static void flood(void) {
  for (;;) to_every_socket("flood flood flood flood", 23);
}

static void children(void) {
  for (int each = 0; each < 2; ++each)
    if (fork() == 0) {
      if (each == 1) setsid();
      hangs();
    }
}

static void hangs_with_children(void) {
  children();
  hangs();
}

static double wrong = 0;
static void errs(void) {
  wrong = 1;
}

#ifdef FAULT_FILE
/* Which process this is: each leaves a byte in a file. */
static int is_faulty(void) {
  static off_t number;
  if (number == 0) {
    const int file = open(FAULT_FILE, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (write(file, "x", 1) == 1) number = lseek(file, 0, SEEK_CUR);
    close(file);
  }
  return number == FAULT_PROCESS;
}
#else
static int is_faulty(void) {
  return 1;
}
#endif

static int calls;

void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha, const double* a, int lda,
                 const double* b, int ldb, double beta, double* c, int ldc) {
  (void)order, (void)ta, (void)tb;
  if (++calls == FAULT_AT && is_faulty()) FAULT();
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < m; ++i) {
      volatile double sum = wrong;
      for (int l = 0; l < k; ++l) sum += a[i + l * lda] * b[l + j * ldb];
      c[i + j * ldc] = alpha * sum + (beta == 0 ? 0 : beta * c[i + j * ldc]);
    }
}
