// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <csignal>

namespace spw::cli {
namespace {

volatile std::sig_atomic_t noted = 0;

void note(int) { noted = 1; }

void install(int signal)
{
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = int(SA_RESETHAND);   // the second time the system's own reaction comes back
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

} // namespace

InterruptGuard::InterruptGuard()
{
    noted = 0;
    install(SIGINT);
    install(SIGTERM);
}

InterruptGuard::~InterruptGuard()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool InterruptGuard::interrupted() { return noted != 0; }

} // namespace spw::cli
