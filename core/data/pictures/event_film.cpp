// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/pictures/event_film.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>

namespace spw {

namespace {

constexpr std::int64_t kStart = std::numeric_limits<std::int64_t>::min(), kEnd = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMostPictures = 100'000, kMostSide = 16384;

std::int64_t later(std::int64_t time, std::int64_t by) { return time > kEnd - by ? kEnd : time + by; }

class Film {
public:
    Film(const FilmOptions& options, std::int64_t width, std::int64_t height, std::int64_t first,
         const std::function<std::unique_ptr<PictureWriter>(const FilmFormat&)>& make)
        : m_options(options), m_width(width), m_height(height), m_end(later(first, options.microsPerPicture)),
          m_keep(options.accumulateMicros > 0 ? options.accumulateMicros : options.microsPerPicture),
          m_seen(std::size_t(width * height), kStart), m_polarity(std::size_t(width * height)),
          m_pixels(std::size_t(width * height) * std::size_t(options.scale) * std::size_t(options.scale))
    {
        m_writer = make({width * options.scale, height * options.scale, options.framesPerSecond,
                         {options.background, options.on, options.off}});
    }

    void add(std::int64_t t, std::uint16_t x, std::uint16_t y, std::uint8_t p)
    {
        while (t >= m_end && m_end != kEnd) {
            show();
            m_end = later(m_end, m_options.microsPerPicture);
        }
        if (x >= m_width || y >= m_height)
            return;
        const std::size_t at = std::size_t(m_options.upsideDown ? m_height - 1 - y : y) * std::size_t(m_width) + x;
        m_seen[at] = t;
        m_polarity[at] = p ? 1 : 2;
        m_waiting = true;
    }

    std::int64_t finish()
    {
        if (m_waiting || m_count == 0)
            show();
        m_writer->finish();
        return m_count;
    }

private:
    void show()
    {
        if (++m_count > kMostPictures)
            throw Error("There would be more than " + std::to_string(kMostPictures) + " pictures.", "events render",
                        "Choose a longer time for each picture (--dt), or a part of the recording (--from, --to).");
        const std::int64_t oldest = m_end < kStart + m_keep ? kStart : m_end - m_keep;
        const auto scale = std::size_t(m_options.scale), width = std::size_t(m_width), wide = width * scale;
        for (std::size_t y = 0; y < std::size_t(m_height); ++y) {
            std::uint8_t* row = &m_pixels[y * scale * wide];
            for (std::size_t x = 0; x < width; ++x) {
                const std::size_t at = y * width + x;
                const std::uint8_t colour = m_seen[at] != kStart && m_seen[at] >= oldest ? m_polarity[at] : 0;
                std::fill_n(row + x * scale, scale, colour);
            }
            for (std::size_t copy = 1; copy < scale; ++copy)
                std::copy_n(row, wide, row + copy * wide);
        }
        m_writer->add(m_pixels);
        m_waiting = false;
    }

    const FilmOptions& m_options;
    std::int64_t m_width, m_height, m_end, m_keep, m_count = 0;
    bool m_waiting = false;
    std::vector<std::int64_t> m_seen;          // when each pixel fired last
    std::vector<std::uint8_t> m_polarity, m_pixels;
    std::unique_ptr<PictureWriter> m_writer;
};

} // namespace

std::int64_t filmEvents(EventReader& reader, const FilmOptions& options,
                        const std::function<std::unique_ptr<PictureWriter>(const FilmFormat&)>& make)
{
    const auto goesOn = [&](double share) { return !options.progress || options.progress(share); };
    const std::int64_t to = options.to.value_or(kEnd);
    std::int64_t width = reader.facts().width, height = reader.facts().height;
    const bool sizeMissing = width <= 0 || height <= 0;
    if (sizeMissing) {
        for (EventView e = reader.next(); !e.empty(); e = reader.next()) {
            width = std::max<std::int64_t>(width, *std::max_element(e.x.begin(), e.x.end()) + 1);
            height = std::max<std::int64_t>(height, *std::max_element(e.y.begin(), e.y.end()) + 1);
            if (!goesOn(reader.position() / 2))
                return -1;
        }
        width = std::max<std::int64_t>(width, 1);
        height = std::max<std::int64_t>(height, 1);
        reader.seek(kStart);
    }
    if (std::max(width, height) * options.scale > kMostSide)
        throw Error("Pictures of " + std::to_string(width * options.scale) + " x " + std::to_string(height * options.scale)
                        + " pixels are too large.", "events render", "Choose a smaller --scale.");
    if (options.from)
        reader.seek(*options.from);
    std::optional<Film> film;
    for (EventView e = reader.next(); !e.empty(); e = reader.next()) {
        if (!film)
            film.emplace(options, width, height, options.from.value_or(e.t[0]), make);
        bool past = e.size() > 0;
        for (std::size_t i = 0; i < e.size(); ++i)
            if (e.t[i] < to) {
                film->add(e.t[i], e.x[i], e.y[i], e.p[i]);
                past = false;
            }
        if (past)
            break;
        if (!goesOn(sizeMissing ? 0.5 + reader.position() / 2 : reader.position()))
            return -1;
    }
    if (!film)
        film.emplace(options, width, height, 0, make);
    return film->finish();
}

} // namespace spw
