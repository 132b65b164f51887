// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/metrics_csv.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <string_view>

namespace spw {

namespace {

constexpr std::uintmax_t kMaxBytes = std::uintmax_t(256) << 20;

struct Column {
    const char* name;
    double EpochMetrics::*field;
};
constexpr std::array<Column, 7> kColumns = {{{"train_loss", &EpochMetrics::trainLoss},
                                             {"train_accuracy", &EpochMetrics::trainAccuracy},
                                             {"test_loss", &EpochMetrics::testLoss},
                                             {"test_accuracy", &EpochMetrics::testAccuracy},
                                             {"learning_rate", &EpochMetrics::learningRate},
                                             {"seconds", &EpochMetrics::seconds},
                                             {"samples_per_second", &EpochMetrics::samplesPerSecond}}};

std::vector<std::string_view> fields(std::string_view line)
{
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    std::vector<std::string_view> result;
    for (;;) {
        const std::size_t comma = line.find(',');
        result.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos)
            return result;
        line.remove_prefix(comma + 1);
    }
}

/// Shortest text that reads back as the same number, whatever the locale; empty for NaN.
std::string exactNumber(double value)
{
    if (std::isnan(value))
        return "";
    std::array<char, 32> text;
    const auto [end, problem] = std::to_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() ? std::string(text.data(), end) : std::string();
}

template <class T>
T parsed(std::string_view text, const std::string& where)
{
    T value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        throw Error("A field is no number.", where, "Remove the line, or restore the file from a copy.");
    return value;
}

} // namespace

void appendMetrics(const std::filesystem::path& file, const EpochMetrics& metrics)
{
    std::string text;
    std::error_code problem;
    if (!std::filesystem::exists(file, problem) || std::filesystem::file_size(file, problem) == 0) {
        text = "epoch";
        for (const Column& column : kColumns)
            text += std::string(",") + column.name;
        text += '\n';
    } else {
        const std::string old = readFile(file, kMaxBytes);
        if (old.back() != '\n') {
            const std::size_t end = old.rfind('\n');
            std::filesystem::resize_file(file, end == std::string::npos ? 0 : end + 1, problem);
            if (problem)
                throw Error("The cut last line cannot be removed: " + problem.message() + ".", file.string(),
                            "Check that the file may be written.");
            if (end == std::string::npos)
                return appendMetrics(file, metrics);
        }
    }
    text += std::to_string(metrics.epoch);
    for (const Column& column : kColumns)
        text += "," + exactNumber(metrics.*column.field);
    text += '\n';
    std::ofstream out(file, std::ios::binary | std::ios::app);
    out.write(text.data(), std::streamsize(text.size()));
    out.flush();
    if (!out)
        throw Error("The metrics cannot be written.", file.string(),
                    "Check that the folder may be written and that the disk is not full.");
}

std::vector<EpochMetrics> readMetrics(const std::filesystem::path& file)
{
    const std::string text = readFile(file, kMaxBytes);
    std::string_view left = text;
    std::vector<double EpochMetrics::*> meaning;   // of each column; null: epoch or unknown
    std::size_t epochColumn = std::string_view::npos;
    std::vector<EpochMetrics> result;
    for (std::size_t line = 1;; ++line) {
        const std::size_t end = left.find('\n');
        if (end == std::string_view::npos)
            return result;   // what follows the last line end was cut
        const std::vector<std::string_view> row = fields(left.substr(0, end));
        left.remove_prefix(end + 1);
        if (line == 1) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                meaning.push_back(nullptr);
                if (row[i] == "epoch")
                    epochColumn = i;
                for (const Column& column : kColumns)
                    if (row[i] == column.name)
                        meaning.back() = column.field;
            }
            if (epochColumn == std::string_view::npos)
                throw Error("The first line names no column \"epoch\".", file.string() + ", line 1",
                            "Choose the metrics.csv of a run.");
            continue;
        }
        if (row.size() == 1 && row[0].empty())
            continue;
        const std::string where = file.string() + ", line " + std::to_string(line);
        EpochMetrics m;
        for (const Column& column : kColumns)
            m.*column.field = std::numeric_limits<double>::quiet_NaN();
        for (std::size_t i = 0; i < row.size() && i < meaning.size(); ++i) {
            if (i == epochColumn)
                m.epoch = parsed<std::int64_t>(row[i], where);
            else if (meaning[i] && !row[i].empty())
                m.*meaning[i] = parsed<double>(row[i], where);
        }
        result.push_back(m);
    }
}

} // namespace spw
