// SPDX-License-Identifier: GPL-3.0-or-later
// Comma-separated text with a heading: t in microseconds, x, y, p as 0 or 1.
#include "core/data/event_writer.h"
#include "core/data/writers/output_file.h"

#include <array>
#include <charconv>

namespace spw {

namespace {

class CsvWriter final : public EventWriter {
public:
    explicit CsvWriter(const std::filesystem::path& file) : m_file(file) { m_file.write("t,x,y,p\n"); }

    void add(const EventView& events) override
    {
        std::array<char, 64> line;
        for (std::size_t i = 0; i < events.size(); ++i) {
            char* at = line.data();
            for (const std::int64_t value : {events.t[i], std::int64_t(events.x[i]), std::int64_t(events.y[i]), std::int64_t(events.p[i])}) {
                at = std::to_chars(at, line.data() + line.size(), value).ptr;
                *at++ = ',';
            }
            at[-1] = '\n';
            m_file.write(line.data(), std::size_t(at - line.data()));
        }
    }

    void finish() override { m_file.commit(); }

private:
    OutputFile m_file;
};

} // namespace

const EventWriterFormat& csvWriter()
{
    static const EventWriterFormat format{"csv", "Text, t,x,y,p", {".csv", ".txt"},
        [](const std::filesystem::path& file, const RecordingFacts&) -> std::unique_ptr<EventWriter> {
            return std::make_unique<CsvWriter>(file);
        }};
    return format;
}

} // namespace spw
