// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/transforms/frame_stream.h"

#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/data/writers/output_file.h"
#include "kernels/events/events.h"

#include <algorithm>
#include <limits>

namespace spw {

namespace {

constexpr const char* kWhere = "transform 'Events to frames'";
constexpr std::int64_t kStart = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMostBytes = std::int64_t(64) << 30;

/// What the cuts depend on.
struct Extent {
    std::int64_t count = 0, first = 0, last = 0, width = 0, height = 0;
    bool inOrder = true;
};

class FrameFile {
public:
    FrameFile(const std::filesystem::path& file, std::vector<std::int64_t> shape)
        : m_file(file), m_shape(std::move(shape)), m_frame{2, m_shape[2], m_shape[3]}, m_counts(std::size_t(m_frame.size()))
    {
        std::string text = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
        for (const std::int64_t side : m_shape)
            text += std::to_string(side) + ", ";
        text.resize(text.size() - 2);
        text += "), }";
        text.resize((text.size() + 11 + 63) / 64 * 64 - 11, ' ');
        m_file.write(std::string("\x93NUMPY\x01\x00", 8));
        std::string size;
        appendLittleEndian(size, std::uint16_t(text.size() + 1));
        m_file.write(size + text + "\n");
    }

    /// Ends frames until `frame` is the current one.
    void goTo(std::int64_t frame)
    {
        for (; m_current < frame; ++m_current) {
            m_file.write(m_counts.data(), m_counts.size() * sizeof(float));
            std::fill(m_counts.begin(), m_counts.end(), 0.0f);
        }
    }

    void add(const EventView& e) { m_outside += kernels::accumulateFrame(e.x, e.y, e.p, m_frame, m_counts); }

    void finish()
    {
        goTo(m_shape[0]);
        if (m_outside > 0)
            throw Error(std::to_string(m_outside) + " events lie outside the sensor of " + std::to_string(m_shape[3]) + " x "
                            + std::to_string(m_shape[2]) + " pixels.", kWhere,
                        "Set 'Width' and 'Height' of the dataset to the sensor's size.");
        m_file.commit();
    }

private:
    OutputFile m_file;
    std::vector<std::int64_t> m_shape;
    kernels::FrameShape m_frame;
    std::vector<float> m_counts;
    std::int64_t m_current = 0;
    std::size_t m_outside = 0;
};

/// The frame of an event that is number `index` of the recording.
class Cuts {
public:
    Cuts(const FrameOptions& options, const Extent& extent)
        : m_options(options), m_first(extent.first), m_perFrame(extent.count / options.steps),
          m_span(options.method == FrameOptions::Method::Duration
                     ? options.durationMicros
                     : std::int64_t((std::uint64_t(extent.last) - std::uint64_t(extent.first)) / std::uint64_t(options.steps)))
    {
    }

    /// steps: beyond the last frame.
    std::int64_t frameOf(std::int64_t t, std::int64_t index) const
    {
        const std::int64_t last = m_options.steps - 1;
        if (m_options.method == FrameOptions::Method::Count)
            return m_perFrame == 0 ? last : std::min(index / m_perFrame, last);
        if (m_span == 0)
            return last;
        const auto frame = std::int64_t((std::uint64_t(t) - std::uint64_t(m_first)) / std::uint64_t(m_span));
        return m_options.method == FrameOptions::Method::Duration ? std::min(frame, m_options.steps) : std::min(frame, last);
    }

private:
    FrameOptions m_options;
    std::int64_t m_first, m_perFrame, m_span;
};

} // namespace

std::vector<std::int64_t> writeFrames(EventReader& reader, FrameOptions options, const std::filesystem::path& file,
                                      const std::function<bool(double)>& progress)
{
    const auto goesOn = [&](double share) { return !progress || progress(share); };
    Extent extent;
    for (EventView e = reader.next(); !e.empty(); e = reader.next()) {
        if (extent.count == 0)
            extent.first = extent.last = e.t[0];
        extent.inOrder = extent.inOrder && e.t[0] >= extent.last && std::is_sorted(e.t.begin(), e.t.end());
        const auto [low, high] = std::minmax_element(e.t.begin(), e.t.end());
        extent.first = std::min(extent.first, *low);
        extent.last = std::max(extent.last, *high);
        extent.width = std::max<std::int64_t>(extent.width, *std::max_element(e.x.begin(), e.x.end()) + 1);
        extent.height = std::max<std::int64_t>(extent.height, *std::max_element(e.y.begin(), e.y.end()) + 1);
        extent.count += std::int64_t(e.size());
        if (!goesOn(reader.position() / 2))
            return {};
    }
    reader.seek(kStart);
    const RecordingFacts& facts = reader.facts();
    // Headers do name wrong sensors: then the events tell the size.
    const std::int64_t width = std::max(facts.width, extent.width), height = std::max(facts.height, extent.height);
    if (options.method == FrameOptions::Method::Duration && options.steps == 0)
        options.steps = extent.count == 0 ? 1
                                          : std::int64_t(std::min<std::uint64_t>(
                                                (std::uint64_t(extent.last) - std::uint64_t(extent.first))
                                                    / std::uint64_t(options.durationMicros), std::uint64_t(kMostBytes))) + 1;
    const std::int64_t frameBytes = 2 * width * height * std::int64_t(sizeof(float));   // sides have 17 bits
    if (frameBytes > 0 && options.steps > kMostBytes / frameBytes)
        throw Error(std::to_string(options.steps) + " frames of " + std::to_string(width) + " x " + std::to_string(height)
                        + " pixels would have more than 64 GiB.", kWhere, "Choose fewer or longer frames.");
    const std::vector<std::int64_t> shape = {options.steps, 2, height, width};
    if (!extent.inOrder) {
        constexpr std::int64_t kMostEvents = 200'000'000;
        if (extent.count > kMostEvents)
            throw Error("The times of the recording go back, and it has " + std::to_string(extent.count) + " events.", kWhere,
                        "Sort or cut the recording first: in memory that can be done for 200 million events.");
        Events all;
        for (EventView e = reader.next(); !e.empty(); e = reader.next())
            append(all, e);
        all.width = width, all.height = height;
        writeNpy(file, makeFrames(options, all));
        return shape;
    }
    FrameFile out(file, shape);
    const Cuts cuts(options, extent);
    std::int64_t index = 0;
    for (EventView e = reader.next(); !e.empty(); e = reader.next()) {
        for (std::size_t i = 0; i < e.size();) {
            const std::int64_t frame = cuts.frameOf(e.t[i], index + std::int64_t(i));
            if (frame >= options.steps)
                break;
            // Frames come in order, so the events of one lie together.
            std::size_t low = i + 1, high = e.size();
            while (low < high) {
                const std::size_t middle = low + (high - low) / 2;
                if (cuts.frameOf(e.t[middle], index + std::int64_t(middle)) == frame)
                    low = middle + 1;
                else
                    high = middle;
            }
            out.goTo(frame);
            out.add(e.part(i, low - i));
            i = low;
        }
        index += std::int64_t(e.size());
        if (!goesOn(0.5 + reader.position() / 2))
            return {};
    }
    out.finish();
    return shape;
}

} // namespace spw
