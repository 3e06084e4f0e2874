// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "app/cli/exit_code.h"

namespace joinery::cli {

namespace {

int g_wakePipe[2] = {-1, -1};
std::mutex g_mutex;
Connection* g_target = nullptr;  // guarded by g_mutex
const CancelToken g_token;

void onSignal(int) {
  const char byte = 0;
  if (write(g_wakePipe[1], &byte, 1) != 1) std::_Exit(kCancelled);
}

/// Cancelling blocks for a round trip and takes a lock, which a signal handler must not.
void watch() {
  char byte = 0;
  while (read(g_wakePipe[0], &byte, 1) == 1) {
    if (g_token.isCancelled()) std::_Exit(kCancelled);
    g_token.cancel();
    const std::scoped_lock lock(g_mutex);
    if (g_target) g_target->cancel();
  }
}

void install() {
  if (pipe(g_wakePipe) != 0) return;
  std::thread(watch).detach();
  struct sigaction action = {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

void installInterruptHandler() {
  static std::once_flag isInstalled;
  std::call_once(isInstalled, install);
}

CancelToken interruptToken() { return g_token; }

void setInterruptTarget(Connection* connection) {
  const std::scoped_lock lock(g_mutex);
  g_target = connection;
}

}  // namespace joinery::cli
