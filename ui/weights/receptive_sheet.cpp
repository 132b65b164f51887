// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/receptive_sheet.h"

#include "ui/theme/theme.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace spw::ui {
namespace {

constexpr int kSheetTop = 20, kSheetPad = 4, kLegend = 64, kSheetDrag = 4;
constexpr double kSheetZoom = 64;

QFont smallFont(const QWidget& widget)
{
    QFont font = widget.font();
    font.setPointSizeF(std::max(7.0, font.pointSizeF() * 0.85));
    return font;
}

} // namespace

ReceptiveSheet::ReceptiveSheet(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("weights.fields"));
    setAccessibleName(tr("Receptive fields"));
    setFocusPolicy(Qt::ClickFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setMinimumSize(kLegend + 80, 96);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        compose();
        update();
    });
}

QRect ReceptiveSheet::room() const { return rect().adjusted(kSheetPad, kSheetTop, -kSheetPad - kLegend, -kSheetPad); }

void ReceptiveSheet::setPicture(std::shared_ptr<const WeightPicture> picture)
{
    const bool sameTiles = m_picture && picture && m_picture->tiles == picture->tiles && m_picture->tile.pixelWidth() == picture->tile.pixelWidth() &&
                           m_picture->tile.pixelHeight() == picture->tile.pixelHeight();
    m_picture = std::move(picture);
    if (!sameTiles) {
        m_zoom = 1;
        m_offset = {};
        layOut();
    } else {
        compose();
    }
    setAccessibleDescription(title());
    update();
}

void ReceptiveSheet::setSelected(std::int64_t post, std::int64_t pre)
{
    m_post = post;
    m_pre = pre;
    update();
}

void ReceptiveSheet::fit()
{
    m_zoom = 1;
    keepInside();
    update();
}

/// As many columns as make the tiles largest.
void ReceptiveSheet::layOut()
{
    m_columns = m_rows = 1;
    m_fitScale = 1;
    if (!m_picture || m_picture->tiles == 0)
        return;
    const double width = m_picture->tile.pixelWidth() + m_picture->tile.gap(), height = m_picture->tile.pixelHeight() + m_picture->tile.gap();
    const QSize size = room().size().expandedTo({1, 1});
    const std::int64_t tiles = m_picture->tiles;
    double best = 0;
    for (std::int64_t columns = 1; columns <= tiles; ++columns) {
        const std::int64_t rows = (tiles + columns - 1) / columns;
        const double scale = std::min(size.width() / (double(columns) * width), size.height() / (double(rows) * height));
        if (scale > best * (1 + 1e-9)) {
            best = scale;
            m_columns = columns;
            m_rows = rows;
        }
    }
    // Whole pixels of the screen a weight, unless that would leave much of the room empty.
    const double device = best * devicePixelRatioF(), whole = std::floor(device);
    m_fitScale = (whole >= 0.75 * device ? whole : device) / devicePixelRatioF();
    compose();
    keepInside();
}

void ReceptiveSheet::compose()
{
    if (!m_picture || m_picture->tiles == 0) {
        m_image = {};
        return;
    }
    const WeightPicture& p = *m_picture;
    const int width = p.tile.pixelWidth() + p.tile.gap(), height = p.tile.pixelHeight() + p.tile.gap();
    const QSize size(int(m_columns) * width - p.tile.gap(), int(m_rows) * height - p.tile.gap());
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    const std::vector<QRgb> colours = weightColours(p.diverging);
    const TileShape& t = p.tile;
    for (std::int64_t unit = 0; unit < p.tiles; ++unit) {
        const int left = int(unit % m_columns) * width, top = int(unit / m_columns) * height;
        const std::uint8_t* cell = p.cells.data() + unit * p.view->pre;
        const std::uint8_t* const end = cell + p.view->pre;
        for (std::int64_t channel = 0; channel < t.channels; ++channel)
            for (std::int64_t y = 0; y < t.height; ++y) {
                auto* line = reinterpret_cast<QRgb*>(m_image.scanLine(top + int((channel / t.columns) * (t.height + 1) + y))) + left +
                             (channel % t.columns) * (t.width + 1);
                for (std::int64_t x = 0; x < t.width && cell != end; ++x)
                    *line++ = colours[*cell++];
            }
    }
}

void ReceptiveSheet::keepInside()
{
    const QSizeF shown = QSizeF(m_image.size()) * m_fitScale * m_zoom, space = room().size();
    const auto inside = [](double offset, double length, double most) {
        return length <= most ? std::floor((most - length) / 2) : std::clamp(offset, most - length, 0.0);
    };
    m_offset = QPointF(inside(m_offset.x(), shown.width(), space.width()), inside(m_offset.y(), shown.height(), space.height()));
}

QRectF ReceptiveSheet::tileRect(std::int64_t post) const
{
    if (!m_picture || post < 0 || post >= m_picture->tiles)
        return {};
    const double scale = m_fitScale * m_zoom;
    const int width = m_picture->tile.pixelWidth(), height = m_picture->tile.pixelHeight(), gap = m_picture->tile.gap();
    const QPointF at(double(post % m_columns) * (width + gap), double(post / m_columns) * (height + gap));
    return {room().topLeft() + m_offset + at * scale, QSizeF(width, height) * scale};
}

QPointF ReceptiveSheet::weightPoint(std::int64_t post, std::int64_t pre) const
{
    return m_picture ? tileRect(post).topLeft() + (QPointF(m_picture->tile.at(pre)) + QPointF(0.5, 0.5)) * m_fitScale * m_zoom : QPointF();
}

ReceptiveSheet::Hit ReceptiveSheet::at(const QPointF& position) const
{
    if (!m_picture || m_picture->tiles == 0 || !room().contains(position.toPoint()))
        return {};
    const QPointF pixel = (position - room().topLeft() - m_offset) / (m_fitScale * m_zoom);
    const int width = m_picture->tile.pixelWidth() + m_picture->tile.gap(), height = m_picture->tile.pixelHeight() + m_picture->tile.gap();
    const QPoint whole(int(std::floor(pixel.x())), int(std::floor(pixel.y())));
    if (whole.x() < 0 || whole.y() < 0 || whole.x() / width >= m_columns)
        return {};
    const std::int64_t post = whole.y() / height * m_columns + whole.x() / width;
    if (post >= m_picture->tiles)
        return {};
    const std::int64_t pre = m_picture->tile.preAt({whole.x() % width, whole.y() % height});
    return {post, pre < m_picture->view->pre ? pre : -1};
}

QString ReceptiveSheet::title() const
{
    if (!m_picture)
        return tr("Receptive fields");
    const SynapseView& v = *m_picture->view;
    const QLocale locale;
    const QString name = QString::fromStdString(v.learner ? v.learnerName : v.synapseName), all = locale.toString(qlonglong(v.post));
    if (m_picture->tiles < v.post)
        return tr("Receptive fields of %1: the first %2 of %3 units").arg(name, locale.toString(qlonglong(m_picture->tiles)), all);
    return m_picture->change.empty() ? tr("Receptive fields of %1: %2 units").arg(name, all)
                                     : tr("What the %2 fields of %1 learned since the start").arg(name, all);
}

QString ReceptiveSheet::hoverText(const QPointF& position) const
{
    const Hit hit = at(position);
    if (hit.post < 0 || hit.pre < 0)
        return {};
    const QLocale locale;
    const TileShape& t = m_picture->tile;
    const std::int64_t inside = hit.pre % (t.width * t.height);
    QString place = tr("x %1, y %2").arg(inside % t.width).arg(inside / t.width);
    if (t.channels > 1)
        place += tr(", channel %1").arg(hit.pre / (t.width * t.height));
    return tr("unit %1, pre %2 (%3): %4")
        .arg(locale.toString(qlonglong(hit.post)), locale.toString(qlonglong(hit.pre)), place, locale.toString(double(m_picture->value(hit.post, hit.pre)), 'g', 5));
}

void ReceptiveSheet::paintEvent(QPaintEvent* event)
{
    const Theme& theme = Theme::current();
    QPainter p(this);
    p.fillRect(event->rect(), theme.color(QStringLiteral("base")));
    p.setFont(smallFont(*this));
    const QFontMetrics metrics(p.font());
    p.setPen(theme.color(QStringLiteral("text")));
    p.drawText(QRect(kSheetPad, 0, width() - 2 * kSheetPad, kSheetTop), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(title(), Qt::ElideRight, width() - 2 * kSheetPad));
    if (!m_picture || m_picture->tiles == 0) {
        p.setPen(theme.color(QStringLiteral("secondary")));
        p.drawText(rect().adjusted(kSheetPad, kSheetTop, -kSheetPad, -kSheetPad), Qt::AlignCenter | Qt::TextWordWrap,
                   m_picture ? tr("A single field of this synapse is too large for a picture. The matrix shows it.") : tr("No weights yet."));
        return;
    }
    const QRect space = room();
    const double scale = m_fitScale * m_zoom;
    p.save();
    p.setClipRect(space);
    const double device = scale * devicePixelRatioF();
    p.setRenderHint(QPainter::SmoothPixmapTransform, device < 4 && std::abs(device - std::round(device)) > 1e-6);
    p.fillRect(QRectF(space.topLeft() + m_offset, QSizeF(m_image.size()) * scale), theme.color(QStringLiteral("border")));
    p.drawImage(QRectF(space.topLeft() + m_offset, QSizeF(m_image.size()) * scale), m_image);
    if (const std::int64_t rest = m_columns * m_rows - m_picture->tiles; rest > 0) {       // places of the last row without a unit
        const QRectF last = tileRect(m_picture->tiles - 1);
        p.fillRect(QRectF(last.right(), last.top(), last.width() * double(rest + 1) * 2, last.height() + scale), theme.color(QStringLiteral("base")));
    }
    if (const QRectF tile = tileRect(m_post); !tile.isNull()) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(theme.color(QStringLiteral("select")), 2));
        p.drawRect(tile.adjusted(-1, -1, 1, 1));
        if (m_pre >= 0 && m_pre < m_picture->view->pre && scale >= 3) {
            p.setPen(QPen(theme.color(QStringLiteral("select")), 1));
            p.drawRect(QRectF(weightPoint(m_post, m_pre) - QPointF(scale, scale) / 2, QSizeF(scale, scale)));
        }
    }
    p.restore();

    // The scale of the colours; with a range for each tile only their order has a meaning.
    const ColorRamp ramp = weightRamp(m_picture->diverging);
    const QRect bar(width() - kLegend, space.top(), 10, space.height());
    for (int y = 0; y < bar.height(); ++y)
        p.fillRect(QRect(bar.left(), bar.top() + y, bar.width(), 1), QColor(ramp.at(1.0 - double(y) / std::max(1, bar.height() - 1))));
    p.setPen(theme.color(QStringLiteral("border")));
    p.setBrush(Qt::NoBrush);
    p.drawRect(bar);
    p.setPen(theme.color(QStringLiteral("secondary")));
    const QLocale locale;
    const auto mark = [&](double share, const QString& text) {
        const int y = int(bar.bottom() - share * (bar.height() - 1));
        const int top = std::clamp(y - metrics.height() / 2, bar.top(), std::max(bar.top(), bar.bottom() - metrics.height()));
        p.drawText(QRect(bar.right() + 4, top, kLegend - 16, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(text, Qt::ElideRight, kLegend - 16));
    };
    const bool own = m_picture->options.ownRange;
    mark(1, own ? tr("most") : locale.toString(m_picture->high, 'g', 3));
    mark(0, own ? tr("least") : locale.toString(m_picture->low, 'g', 3));
    if (m_picture->diverging && bar.height() > 4 * metrics.height())
        mark(0.5, locale.toString(0));
}

void ReceptiveSheet::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void ReceptiveSheet::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        update();
}

void ReceptiveSheet::mousePressEvent(QMouseEvent* event)
{
    m_pressed = m_last = event->position();
    m_down = true;
    m_dragged = false;
}

void ReceptiveSheet::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_down) {
        QToolTip::showText(event->globalPosition().toPoint(), hoverText(event->position()), this);
        return;
    }
    m_dragged = m_dragged || (event->position() - m_pressed).manhattanLength() >= kSheetDrag;
    if (m_dragged) {
        m_offset += event->position() - m_last;
        keepInside();
        update();
    }
    m_last = event->position();
}

void ReceptiveSheet::mouseReleaseEvent(QMouseEvent* event)
{
    const bool click = std::exchange(m_down, false) && !m_dragged && event->button() == Qt::LeftButton;
    if (const Hit hit = at(event->position()); click && hit.post >= 0)
        Q_EMIT chosen(hit.post, hit.pre);
}

void ReceptiveSheet::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        fit();
}

void ReceptiveSheet::wheelEvent(QWheelEvent* event)
{
    const double zoom = std::clamp(m_zoom * std::pow(1.25, event->angleDelta().y() / 120.0), 1.0, kSheetZoom);
    const QPointF under = event->position() - room().topLeft();
    m_offset = under - (under - m_offset) * (zoom / m_zoom);
    m_zoom = zoom;
    keepInside();
    update();
    event->accept();
}

QJsonObject ReceptiveSheet::describe() const
{
    QJsonObject twin{{QStringLiteral("title"), title()},
                     {QStringLiteral("tiles"), m_picture ? qint64(m_picture->tiles) : 0},
                     {QStringLiteral("columns"), qint64(m_columns)},
                     {QStringLiteral("rows"), qint64(m_rows)},
                     {QStringLiteral("scale"), m_fitScale * m_zoom},
                     {QStringLiteral("selectedPost"), qint64(m_post)},
                     {QStringLiteral("selectedPre"), qint64(m_pre)}};
    if (m_picture) {
        twin[QStringLiteral("channels")] = qint64(m_picture->tile.channels);
        twin[QStringLiteral("tileWidth")] = qint64(m_picture->tile.width);
        twin[QStringLiteral("tileHeight")] = qint64(m_picture->tile.height);
    }
    return twin;
}

} // namespace spw::ui
