// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include "app/cli/output.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

namespace spw::cli {
namespace {

int terminalWidth()
{
    struct winsize size {};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string fixed(double value, int decimals)
{
    if (!std::isfinite(value))
        return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string epochLine(const EpochMetrics& m, std::int64_t epochs)
{
    std::string out = "epoch " + std::to_string(m.epoch) + "/" + std::to_string(epochs) + ": train loss " +
                      fixed(m.trainLoss, 4) + ", accuracy " + fixed(m.trainAccuracy, 3);
    if (std::isfinite(m.testAccuracy))
        out += "; test loss " + fixed(m.testLoss, 4) + ", accuracy " + fixed(m.testAccuracy, 3);
    return out + "; " + fixed(m.samplesPerSecond, 0) + " samples/s, " + fixed(m.seconds, 1) + " s";
}

} // namespace

std::string durationText(double seconds)
{
    if (!(seconds >= 0))
        return "?";
    const long total = std::lround(seconds), hours = total / 3600;
    char text[64];
    if (hours > 0)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", hours, total / 60 % 60, total % 60);
    else
        std::snprintf(text, sizeof text, "%02ld:%02ld", total / 60, total % 60);
    return text;
}

void ProgressPrinter::show(const Snapshot& snapshot)
{
    if (m_style == ProgressStyle::None || snapshot.serial == m_serial)
        return;
    m_serial = snapshot.serial;
    printEpochs(snapshot);
    if (m_style == ProgressStyle::Lines) {
        // Each once: training and testing take turns every epoch, and the epochs have lines of their own.
        if (!snapshot.message.empty() && !isOver(snapshot.state) && m_said.insert(snapshot.message).second)
            std::fprintf(stderr, "%s\n", snapshot.message.c_str());
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < std::chrono::milliseconds(200))
        return;
    m_last = now;
    if (m_style == ProgressStyle::Bar)
        printBar(snapshot);
    else
        printJsonLine(snapshot);
}

void ProgressPrinter::finish(const Snapshot& snapshot)
{
    if (m_style == ProgressStyle::None)
        return;
    printEpochs(snapshot);
    clearBar();
}

void ProgressPrinter::printEpochs(const Snapshot& snapshot)
{
    if (!snapshot.epochsDone)
        return;
    const std::vector<EpochMetrics>& done = *snapshot.epochsDone;
    for (; m_epochsPrinted < done.size(); ++m_epochsPrinted) {
        const EpochMetrics& m = done[m_epochsPrinted];
        if (m_style == ProgressStyle::Json) {
            printJson(Json{{"event", "epoch"}, {"epoch", m.epoch}, {"epochs", snapshot.epochs},
                           {"train_loss", jsonNumber(m.trainLoss)}, {"train_accuracy", jsonNumber(m.trainAccuracy)},
                           {"test_loss", jsonNumber(m.testLoss)}, {"test_accuracy", jsonNumber(m.testAccuracy)},
                           {"learning_rate", jsonNumber(m.learningRate)}, {"seconds", jsonNumber(m.seconds)},
                           {"samples_per_second", jsonNumber(m.samplesPerSecond)}}, false);
        } else {
            clearBar();
            std::fprintf(stderr, "%s\n", epochLine(m, snapshot.epochs).c_str());
        }
    }
}

void ProgressPrinter::printBar(const Snapshot& snapshot)
{
    std::string text;
    if (snapshot.batches > 0) {
        constexpr int cells = 24;
        const double within = std::clamp(double(snapshot.batch) / double(snapshot.batches), 0.0, 1.0);
        const int full = int(std::lround(within * cells));
        text = "epoch " + std::to_string(snapshot.epoch) + "/" + std::to_string(snapshot.epochs) + " [" +
               std::string(std::size_t(full), '#') + std::string(std::size_t(cells - full), '-') + "] " +
               fixed(100 * snapshot.progress, 0) + " %  loss " + fixed(snapshot.loss, 4) + "  accuracy " +
               fixed(snapshot.accuracy, 3) + "  " + fixed(snapshot.samplesPerSecond, 0) + "/s  ETA " +
               durationText(snapshot.etaSeconds);
    } else {
        text = snapshot.message.empty() ? runStateName(snapshot.state) : snapshot.message;
    }
    text.resize(std::min(text.size(), std::size_t(std::max(terminalWidth() - 1, 1))));
    std::fprintf(stderr, "\r\033[K%s", text.c_str());
    std::fflush(stderr);
    m_barShown = true;
}

void ProgressPrinter::printJsonLine(const Snapshot& s)
{
    printJson(Json{{"event", "progress"}, {"state", runStateName(s.state)}, {"message", s.message}, {"epoch", s.epoch},
                   {"epochs", s.epochs}, {"batch", s.batch}, {"batches", s.batches}, {"progress", jsonNumber(s.progress)},
                   {"loss", jsonNumber(s.loss)}, {"accuracy", jsonNumber(s.accuracy)},
                   {"samples_per_second", jsonNumber(s.samplesPerSecond)}, {"elapsed_seconds", jsonNumber(s.elapsedSeconds)},
                   {"eta_seconds", s.etaSeconds < 0 ? Json(nullptr) : jsonNumber(s.etaSeconds)}}, false);
}

void ProgressPrinter::clearBar()
{
    if (!m_barShown)
        return;
    std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
    m_barShown = false;
}

} // namespace spw::cli
