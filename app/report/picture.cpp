// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/picture.h"

#include "core/base/error.h"

namespace spw::report {
namespace {

constexpr double kPixelsPerPoint = 2;

void setColour(cairo_t* c, const Colour& colour) { cairo_set_source_rgba(c, colour.r, colour.g, colour.b, colour.a); }

} // namespace

Picture::Picture(double width, double height)
    : m_width(width)
    , m_height(height)
    , m_surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, int(width * kPixelsPerPoint), int(height * kPixelsPerPoint)))
    , m_cairo(cairo_create(m_surface.get()))
{
    if (cairo_status(m_cairo.get()) != CAIRO_STATUS_SUCCESS)
        throw Error("A picture of the report cannot be made: " + std::string(cairo_status_to_string(cairo_status(m_cairo.get()))) + ".",
                    "report", "Free some memory and try again.");
    cairo_scale(m_cairo.get(), kPixelsPerPoint, kPixelsPerPoint);
    fill({0, 0, width, height}, kPaper);
}

void Picture::fill(const Box& box, const Colour& colour)
{
    setColour(m_cairo.get(), colour);
    cairo_rectangle(m_cairo.get(), box.x, box.y, box.width, box.height);
    cairo_fill(m_cairo.get());
}

void Picture::frame(const Box& box, const Colour& colour)
{
    setColour(m_cairo.get(), colour);
    cairo_set_line_width(m_cairo.get(), 1);
    cairo_set_dash(m_cairo.get(), nullptr, 0, 0);
    cairo_rectangle(m_cairo.get(), box.x, box.y, box.width, box.height);
    cairo_stroke(m_cairo.get());
}

void Picture::line(double x1, double y1, double x2, double y2, const Colour& colour, double width, bool dashed)
{
    cairo_t* c = m_cairo.get();
    setColour(c, colour);
    cairo_set_line_width(c, width);
    cairo_set_line_cap(c, CAIRO_LINE_CAP_ROUND);
    const double dashes[]{5, 4};
    cairo_set_dash(c, dashes, dashed ? 2 : 0, 0);
    cairo_move_to(c, x1, y1);
    cairo_line_to(c, x2, y2);
    cairo_stroke(c);
}

void Picture::dot(double x, double y, double radius, const Colour& colour)
{
    setColour(m_cairo.get(), colour);
    cairo_arc(m_cairo.get(), x, y, radius, 0, 6.283185307179586);
    cairo_fill(m_cairo.get());
}

void Picture::setFont(double size, bool bold)
{
    cairo_select_font_face(m_cairo.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(m_cairo.get(), size);
}

double Picture::textWidth(const std::string& text, double size, bool bold)
{
    setFont(size, bold);
    cairo_text_extents_t extents;
    cairo_text_extents(m_cairo.get(), text.c_str(), &extents);
    return extents.x_advance;
}

void Picture::text(double x, double y, const std::string& text, double size, const Colour& colour, Align align, bool bold,
                   bool turned)
{
    cairo_t* c = m_cairo.get();
    const double width = textWidth(text, size, bold);
    const double shift = align == Align::Left ? 0 : align == Align::Centre ? -width / 2 : -width;
    setColour(c, colour);
    cairo_save(c);
    cairo_translate(c, x, y);
    if (turned)
        cairo_rotate(c, -1.5707963267948966);
    cairo_move_to(c, shift, 0);
    cairo_show_text(c, text.c_str());
    cairo_restore(c);
}

std::string Picture::png() const
{
    std::string out;
    const auto append = [](void* to, const unsigned char* data, unsigned int size) {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), size);
        return CAIRO_STATUS_SUCCESS;
    };
    const cairo_status_t status = cairo_surface_write_to_png_stream(m_surface.get(), append, &out);
    if (status != CAIRO_STATUS_SUCCESS)
        throw Error("A picture of the report cannot be made: " + std::string(cairo_status_to_string(status)) + ".", "report",
                    "Free some memory and try again.");
    return out;
}

} // namespace spw::report
