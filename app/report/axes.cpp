// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/axes.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace spw::report {

Axis::Axis(double low, double high, bool wholeNumbers)
{
    if (!(high > low)) {
        const double spread = std::max(std::abs(low) * 0.1, wholeNumbers ? 1.0 : 1e-6);
        high = low + spread;
    }
    constexpr double wanted = 5;
    const double rough = (high - low) / wanted, power = std::pow(10.0, std::floor(std::log10(rough)));
    m_step = power * 10;
    for (const double factor : {1.0, 2.0, 5.0})
        if (rough <= factor * power * 1.0001) {
            m_step = factor * power;
            break;
        }
    if (wholeNumbers)
        m_step = std::max(1.0, std::ceil(m_step));
    m_low = wholeNumbers ? low : std::floor(low / m_step + 1e-9) * m_step;
    m_high = wholeNumbers ? high : std::ceil(high / m_step - 1e-9) * m_step;
    for (double mark = std::ceil(m_low / m_step - 1e-9) * m_step; mark <= m_high + m_step * 1e-6; mark += m_step)
        m_marks.push_back(std::abs(mark) < m_step * 1e-9 ? 0 : mark);
}

std::string Axis::markText(double mark) const
{
    const int decimals = std::max(0, int(std::ceil(-std::log10(m_step) - 1e-9)));
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", std::min(decimals, 8), mark);
    return text;
}

void drawLines(Picture& picture, const Box& box, const std::string& title, const std::string& xCaption,
               const std::vector<Series>& series, const Axis& x, const Axis& y)
{
    constexpr double small = 11;
    const Box plot{box.x + 52, box.y + 46, box.width - 52 - 16, box.height - 46 - 42};
    const double left = plot.x, right = plot.x + plot.width, top = plot.y, bottom = plot.y + plot.height;
    picture.text(box.x + 8, box.y + 22, title, 14, kInk, Align::Left, true);

    for (const double mark : y.marks()) {
        const double place = y.place(mark, bottom, top);
        picture.line(left, place, right, place, kGrid);
        picture.text(left - 8, place + 4, y.markText(mark), small, kSoftInk, Align::Right);
    }
    for (const double mark : x.marks()) {
        const double place = x.place(mark, left, right);
        picture.line(place, bottom, place, bottom + 4, kSoftInk);
        picture.text(place, bottom + 17, x.markText(mark), small, kSoftInk, Align::Centre);
    }
    picture.line(left, bottom, right, bottom, kSoftInk);
    picture.text((left + right) / 2, bottom + 34, xCaption, small, kSoftInk, Align::Centre);

    for (const Series& s : series) {
        double lastX = NAN, lastY = NAN;
        for (std::size_t i = 0; i < s.x.size(); ++i) {
            if (!std::isfinite(s.y[i]))
                continue;
            const double px = x.place(s.x[i], left, right), py = y.place(s.y[i], bottom, top);
            if (std::isfinite(lastX))
                picture.line(lastX, lastY, px, py, s.colour, 2, s.dashed);
            if (s.x.size() <= 40)
                picture.dot(px, py, 2.6, s.colour);
            lastX = px;
            lastY = py;
        }
    }
    double place = right;
    for (auto s = series.rbegin(); s != series.rend(); ++s) {   // legend, from the right edge
        place -= picture.textWidth(s->name, small);
        picture.text(place, box.y + 22, s->name, small, kInk);
        picture.line(place - 30, box.y + 18, place - 8, box.y + 18, s->colour, 2, s->dashed);
        place -= 46;
    }
}

} // namespace spw::report
