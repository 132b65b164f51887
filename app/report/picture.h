// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cairo.h>

#include <filesystem>
#include <memory>
#include <string>

namespace spw::report {

struct Colour {
    double r, g, b, a = 1;
};

/// Told apart by people with any colour vision (Okabe and Ito); meanings also differ in dash or label.
inline constexpr Colour kInk{0.13, 0.15, 0.18}, kSoftInk{0.42, 0.45, 0.50}, kGrid{0.90, 0.91, 0.93}, kPaper{1, 1, 1},
    kBlue{0.00, 0.45, 0.70}, kOrange{0.84, 0.37, 0.00}, kGreen{0.00, 0.62, 0.45}, kPurple{0.80, 0.47, 0.65};

struct Box {
    double x, y, width, height;
};

enum class Align { Left, Centre, Right };

/// A PNG being drawn, in points; stored with twice as many pixels so that it is sharp on any screen.
class Picture {
public:
    Picture(double width, double height);
    double width() const { return m_width; }
    double height() const { return m_height; }

    void fill(const Box& box, const Colour& colour);
    void frame(const Box& box, const Colour& colour);
    void line(double x1, double y1, double x2, double y2, const Colour& colour, double width = 1, bool dashed = false);
    void dot(double x, double y, double radius, const Colour& colour);
    /// Its baseline at y. @param turned  a quarter turn to the left, around (x, y).
    void text(double x, double y, const std::string& text, double size, const Colour& colour, Align align = Align::Left,
              bool bold = false, bool turned = false);
    double textWidth(const std::string& text, double size, bool bold = false);

    /// The file as bytes, ready to be written or inlined.
    std::string png() const;

private:
    struct Free {
        void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
        void operator()(cairo_t* c) const { cairo_destroy(c); }
    };
    void setFont(double size, bool bold);

    double m_width, m_height;
    std::unique_ptr<cairo_surface_t, Free> m_surface;
    std::unique_ptr<cairo_t, Free> m_cairo;
};

} // namespace spw::report
