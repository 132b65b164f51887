// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/picture.h"

#include <string>
#include <vector>

namespace spw::report {

/// From values to places: one axis of a chart with round marks.
class Axis {
public:
    /// Widens [low, high] to round numbers. @param wholeNumbers  marks only at integers.
    Axis(double low, double high, bool wholeNumbers = false);
    double low() const { return m_low; }
    double high() const { return m_high; }
    const std::vector<double>& marks() const { return m_marks; }
    std::string markText(double mark) const;
    double place(double value, double from, double to) const
    {
        return from + (value - m_low) / (m_high - m_low) * (to - from);
    }

private:
    double m_low, m_high, m_step;
    std::vector<double> m_marks;
};

struct Series {
    std::string name;
    Colour colour;
    bool dashed = false;
    std::vector<double> x, y;   // NaN in y: not measured
};

/// A line chart with grid, marks, captions and a legend, in `box` (captions included).
void drawLines(Picture& picture, const Box& box, const std::string& title, const std::string& xCaption,
               const std::vector<Series>& series, const Axis& x, const Axis& y);

} // namespace spw::report
