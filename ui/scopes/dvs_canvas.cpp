// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/dvs_canvas.h"

#include "ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace spw::ui {

PolarityColors polarityColors(PolarityPalette palette)
{
    const Theme& theme = Theme::current();
    switch (palette) {
    case PolarityPalette::BlueOrange: break;
    case PolarityPalette::WhiteBlack:
        return {theme.color(QStringLiteral("polarity.white")), theme.color(QStringLiteral("polarity.black")), theme.color(QStringLiteral("polarity.grey"))};
    case PolarityPalette::PurpleGreen:
        return {theme.color(QStringLiteral("polarity.green")), theme.color(QStringLiteral("polarity.purple")), theme.color(QStringLiteral("canvas"))};
    }
    return {theme.color(QStringLiteral("polarity.on")), theme.color(QStringLiteral("polarity.off")), theme.color(QStringLiteral("canvas"))};
}

QImage eventImage(const EventFrame& frame, const PolarityColors& colors, bool showOn, bool showOff)
{
    if (frame.width < 1 || frame.height < 1)
        return {};
    QImage image(frame.width, frame.height, QImage::Format_RGB32);
    const QRgb background = colors.background.rgb();
    for (int y = 0; y < frame.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const std::size_t row = std::size_t(y) * std::size_t(frame.width);
        for (int x = 0; x < frame.width; ++x) {
            const std::uint32_t on = showOn ? frame.count[1][row + std::size_t(x)] : 0;
            const std::uint32_t off = showOff ? frame.count[0][row + std::size_t(x)] : 0;
            if (on + off == 0) {
                line[x] = background;
                continue;
            }
            const double share = double(on) / double(on + off);
            const auto mix = [share](int a, int b) { return int(std::lround(a * share + b * (1 - share))); };
            line[x] = qRgb(mix(colors.on.red(), colors.off.red()), mix(colors.on.green(), colors.off.green()), mix(colors.on.blue(), colors.off.blue()));
        }
    }
    return image;
}

DvsCanvas::DvsCanvas(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("dvs.canvas"));
    setAccessibleName(tr("Events of the window"));
    setMouseTracking(true);
    setMinimumSize(96, 96);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DvsCanvas::setImage(QImage image)
{
    m_image = std::move(image);
    update();
}

void DvsCanvas::setNotice(const QString& text)
{
    m_notice = text;
    update();
}

QRect DvsCanvas::imageRect() const
{
    if (m_image.isNull())
        return {};
    double scale = std::min(double(width()) / m_image.width(), double(height()) / m_image.height());
    if (scale >= 1)
        scale = std::floor(scale * devicePixelRatioF()) / devicePixelRatioF();   // whole device pixels: no uneven ones
    const QSize size(std::max(1, int(m_image.width() * scale)), std::max(1, int(m_image.height() * scale)));
    return {QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

void DvsCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(rect(), theme.color(QStringLiteral("base")));
    if (m_image.isNull()) {
        painter.setPen(theme.color(QStringLiteral("secondary")));
        painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignCenter | Qt::TextWordWrap, m_notice);
        return;
    }
    const QRect target = imageRect();
    // A large sensor in a small widget is averaged, so that no event falls between two pixels.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, target.width() < m_image.width());
    if (target.width() < m_image.width())
        painter.drawImage(target, m_image.scaled(target.size() * devicePixelRatioF(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    else
        painter.drawImage(target, m_image);
    painter.setPen(theme.color(QStringLiteral("border")));
    painter.drawRect(target.adjusted(-1, -1, 0, 0));
}

void DvsCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QRect target = imageRect();
    if (!target.contains(event->pos())) {
        Q_EMIT hovered(-1, -1);
        return;
    }
    Q_EMIT hovered((event->pos().x() - target.left()) * m_image.width() / target.width(),
                   (event->pos().y() - target.top()) * m_image.height() / target.height());
}

void DvsCanvas::leaveEvent(QEvent*) { Q_EMIT hovered(-1, -1); }

DvsRateStrip::DvsRateStrip(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("dvs.rate"));
    setAccessibleName(tr("Event rate"));
    setToolTip(tr("Events over the recording. Click or drag to go there."));
    setFixedHeight(34);
    setCursor(Qt::SplitHCursor);
}

void DvsRateStrip::setTimeline(const EventTimeline* timeline, std::int64_t begin, std::int64_t end)
{
    m_timeline = timeline;
    m_begin = begin;
    m_end = std::max(end, begin + 1);
    m_counts.clear();
    update();
}

void DvsRateStrip::setWindow(std::int64_t from, std::int64_t to)
{
    m_from = from;
    m_to = to;
    update();
}

void DvsRateStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(rect(), theme.color(QStringLiteral("base")));
    if (!m_timeline || m_timeline->empty())
        return;
    const double length = double(m_end - m_begin);
    if (m_counts.size() != std::size_t(width())) {
        m_counts.clear();
        std::size_t before = m_timeline->firstAt(m_begin);
        for (int x = 1; x <= width(); ++x) {
            const std::size_t after = x == width() ? m_timeline->size() : m_timeline->firstAt(m_begin + std::int64_t(length * x / width()));
            m_counts.push_back(std::uint32_t(after - before));
            before = after;
        }
    }
    const double highest = std::max(1u, *std::max_element(m_counts.begin(), m_counts.end()));
    const auto pixel = [&](std::int64_t time) { return double(time - m_begin) / length * width(); };
    const double left = std::clamp(pixel(m_from), 0.0, double(width()) - 1), right = std::clamp(pixel(m_to), left + 1, double(width()));
    QColor window = theme.color(QStringLiteral("cursor"));
    window.setAlpha(70);
    painter.fillRect(QRectF(left, 0, right - left, height()), window);
    painter.setPen(theme.series(0));
    for (int x = 0; x < width(); ++x)
        if (const std::uint32_t n = m_counts[std::size_t(x)])
            painter.drawLine(QPointF(x + 0.5, height()), QPointF(x + 0.5, height() - 1 - n / highest * (height() - 3)));
    painter.setPen(theme.color(QStringLiteral("cursor")));
    painter.drawLine(QPointF(left, 0), QPointF(left, height()));
}

void DvsRateStrip::seek(double x)
{
    if (m_timeline && !m_timeline->empty())
        Q_EMIT sought(m_begin + std::int64_t(std::clamp(x / std::max(1, width()), 0.0, 1.0) * double(m_end - 1 - m_begin)));
}

void DvsRateStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        seek(event->position().x());
}

void DvsRateStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        seek(event->position().x());
}

} // namespace spw::ui
