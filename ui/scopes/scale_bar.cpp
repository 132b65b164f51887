// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/scale_bar.h"

#include "ui/theme/theme.h"

namespace spw::ui {

ColorRamp::ColorRamp(const std::vector<Stop>& stops)
{
    for (int i = 0; i < 256; ++i) {
        const double share = i / 255.0;
        const auto next = std::find_if(stops.begin(), stops.end(), [share](const Stop& stop) { return stop.at >= share; });
        if (next == stops.begin() || next == stops.end()) {
            m_table[std::size_t(i)] = (next == stops.end() ? stops.back() : stops.front()).color.rgb();
            continue;
        }
        const Stop &low = *(next - 1), &high = *next;
        const double part = high.at > low.at ? (share - low.at) / (high.at - low.at) : 1;
        const auto mix = [part](int a, int b) { return int(a + (b - a) * part + 0.5); };
        m_table[std::size_t(i)] = qRgb(mix(low.color.red(), high.color.red()), mix(low.color.green(), high.color.green()),
                                       mix(low.color.blue(), high.color.blue()));
    }
}

ScaleBar::ScaleBar(QCustomPlot* plot, QCPAxisRect* rect) : QCPLayerable(plot, QStringLiteral("overlay")), m_rect(rect)
{
    setVisible(false);
}

void ScaleBar::set(const ColorRamp& ramp, std::vector<Mark> marks, const QString& caption)
{
    m_ramp = ramp;
    m_marks = std::move(marks);
    m_caption = caption;
}

void ScaleBar::applyDefaultAntialiasingHint(QCPPainter* painter) const { painter->setAntialiasing(false); }

void ScaleBar::draw(QCPPainter* painter)
{
    constexpr int kGap = 8, kWidth = 10, kText = 4;
    const QRect area = m_rect->rect();
    painter->setFont(m_rect->axis(QCPAxis::atBottom)->tickLabelFont());
    const QFontMetrics metrics(painter->font());
    const QRect bar(area.right() + kGap, area.top(), kWidth, area.height());
    for (int y = 0; y < bar.height(); ++y) {
        painter->setPen(QColor(m_ramp.at(1.0 - double(y) / std::max(1, bar.height() - 1))));
        painter->drawLine(QLineF(bar.left(), bar.top() + y, bar.right(), bar.top() + y));
    }
    painter->setPen(Theme::current().color(QStringLiteral("border")));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(bar);

    const int right = mParentPlot->width() - 2;
    painter->setPen(Theme::current().color(QStringLiteral("secondary")));
    std::vector<QRect> taken;
    const auto place = [&](QRect box, const QString& text) {
        for (const QRect& other : taken)
            if (other.intersects(box))
                return false;
        painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(text, Qt::ElideRight, box.width()));
        taken.push_back(box);
        return true;
    };
    const int textLeft = bar.right() + kText;
    // The caption stands in the top margin, right-aligned with the labels, so it can never cover one.
    for (const Mark& mark : m_marks) {
        const int y = int(std::lround(bar.bottom() - mark.share * (bar.height() - 1)));
        const int top = std::clamp(y - metrics.height() / 2, area.top() - 2, std::max(area.top() - 2, area.bottom() + 2 - metrics.height()));
        if (place(QRect(textLeft, top, right - textLeft, metrics.height()), mark.text))
            painter->drawLine(QLineF(bar.right() - 2, y, bar.right() + 2, y));
    }
    const QRect caption(area.right() + kGap, area.top() - metrics.height() - 3, right - area.right() - kGap, metrics.height());
    painter->drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(m_caption, Qt::ElideRight, caption.width()));
}

} // namespace spw::ui
