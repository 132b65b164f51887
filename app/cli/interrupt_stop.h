// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"

#include <chrono>
#include <stop_token>
#include <thread>

namespace spw::cli {

/// Hands Ctrl+C on to work that takes a stop token.
class InterruptStop {
public:
    InterruptStop()
        : m_watcher([this](const std::stop_token& over) {
              while (!over.stop_requested() && !m_source.stop_requested()) {
                  if (InterruptGuard::interrupted())
                      m_source.request_stop();
                  std::this_thread::sleep_for(std::chrono::milliseconds(50));
              }
          })
    {
    }
    std::stop_token token() const { return m_source.get_token(); }

private:
    InterruptGuard m_guard;
    std::stop_source m_source;
    std::jthread m_watcher;
};

} // namespace spw::cli
