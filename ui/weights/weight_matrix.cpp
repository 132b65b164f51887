// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/weights/weight_matrix.h"

#include "ui/scopes/time_plot.h"
#include "ui/theme/theme.h"

#include <cmath>

namespace spw::ui {

/// Paints the visible weights pixel by pixel; many weights on one pixel show the one that stands out.
class MatrixPlottable final : public QCPAbstractPlottable {
public:
    MatrixPlottable(QCPAxis* key, QCPAxis* value) : QCPAbstractPlottable(key, value) { setSelectable(QCP::stNone); }

    std::shared_ptr<const WeightPicture> picture;
    std::vector<QRgb> colours;
    std::int64_t post = -1, pre = -1;            // selected
    bool fromReduced() const { return m_fromReduced; }
    int distinct() const { return m_distinct; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { found = false; return {}; }
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override { found = false; return {}; }

protected:
    void draw(QCPPainter* painter) override
    {
        if (!picture || colours.empty())
            return;
        const WeightPicture& p = *picture;
        const SynapseView& v = *p.view;
        const QRect area = mKeyAxis->axisRect()->rect();
        const double left = mKeyAxis->range().lower, right = mKeyAxis->range().upper, top = mValueAxis->range().lower, bottom = mValueAxis->range().upper;
        const std::int64_t firstPre = std::clamp<std::int64_t>(std::int64_t(left), 0, v.pre - 1), lastPre = std::clamp<std::int64_t>(std::int64_t(std::ceil(right)), firstPre + 1, v.pre);
        const std::int64_t firstPost = std::clamp<std::int64_t>(std::int64_t(top), 0, v.post - 1), lastPost = std::clamp<std::int64_t>(std::int64_t(std::ceil(bottom)), firstPost + 1, v.post);
        m_fromReduced = (lastPre - firstPre) * (lastPost - firstPost) > WeightPicture::kMostCells && !p.reduced.empty();
        const std::int64_t stepX = m_fromReduced ? p.reduceX : 1, stepY = m_fromReduced ? p.reduceY : 1;
        const std::int64_t x0 = firstPre / stepX, x1 = (lastPre + stepX - 1) / stepX, y0 = firstPost / stepY, y1 = (lastPost + stepY - 1) / stepY;
        const int width = int(std::min<std::int64_t>(x1 - x0, std::max(1, area.width()))), height = int(std::min<std::int64_t>(y1 - y0, std::max(1, area.height())));
        QImage image(width, height, QImage::Format_RGB32);
        const auto rest = int(p.diverging ? (WeightPicture::kLevels - 1) / 2 : 0);
        std::array<bool, 256> seen{};
        std::vector<std::int64_t> columns(std::size_t(width) + 1);
        for (int x = 0; x <= width; ++x)
            columns[std::size_t(x)] = x0 + x * (x1 - x0) / width;
        const bool whole = p.tiles == v.post && !p.options.ownRange && !m_fromReduced;   // the tiles' cells are these levels
        for (int y = 0; y < height; ++y) {
            auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y));
            const std::int64_t fromRow = y0 + y * (y1 - y0) / height, toRow = y0 + (y + 1) * (y1 - y0) / height;
            for (int x = 0; x < width; ++x) {
                int best = -1, distance = -1;
                for (std::int64_t row = fromRow; row < toRow; ++row)
                    for (std::int64_t column = columns[std::size_t(x)]; column < columns[std::size_t(x) + 1]; ++column) {
                        const int level = m_fromReduced ? p.reduced[std::size_t(row * p.reducedWidth + column)]
                                          : whole       ? p.cells[std::size_t(row * v.pre + column)]
                                                        : p.level(p.value(row, column));
                        const int far = std::abs(level - rest);
                        if (far > distance) {
                            distance = far;
                            best = level;
                        }
                    }
                line[x] = colours[std::size_t(std::max(0, best))];
                seen[std::size_t(std::max(0, best))] = true;
            }
        }
        m_distinct = int(std::count(seen.begin(), seen.end(), true));
        const auto place = [&](double a, double b, double c, double d) {
            return QRectF(QPointF(mKeyAxis->coordToPixel(a), mValueAxis->coordToPixel(b)), QPointF(mKeyAxis->coordToPixel(c), mValueAxis->coordToPixel(d)));
        };
        painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter->drawImage(place(double(x0 * stepX), double(y0 * stepY), double(std::min(v.pre, x1 * stepX)), double(std::min(v.post, y1 * stepY))), image);
        if (post >= 0 && post < v.post) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(Theme::current().color(QStringLiteral("select")), 1));
            painter->drawRect(place(0, double(post), double(v.pre), double(post + 1)));
            if (pre >= 0 && pre < v.pre)
                painter->drawRect(place(double(pre), double(post), double(pre + 1), double(post + 1)).adjusted(-1, -1, 1, 1));
        }
    }
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override { painter->drawRect(rect); }

private:
    bool m_fromReduced = false;
    int m_distinct = 0;
};

WeightMatrix::WeightMatrix(QWidget* parent) : WeightPlot(70, parent)
{
    setObjectName(QStringLiteral("weights.matrix"));
    setAccessibleName(tr("Weight matrix"));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTicker(QSharedPointer<WholeTicker>::create());
        axis->grid()->setVisible(false);
    }
    yAxis->setRangeReversed(true);
    xAxis->setLabel(tr("pre unit"));
    yAxis->setLabel(tr("post unit"));
    m_map = new MatrixPlottable(xAxis, yAxis);
    m_scale = new ScaleBar(this, axisRect());
    WeightMatrix::applyTheme();
    setPicture(nullptr);
}

void WeightMatrix::setPicture(std::shared_ptr<const WeightPicture> picture)
{
    m_picture = std::move(picture);
    m_map->picture = m_picture;
    m_scale->setVisible(m_picture != nullptr);
    if (!m_picture) {
        setTitle(tr("Weight matrix"));
        setNotice(tr("No weights yet."));
        replot(rpQueuedReplot);
        return;
    }
    const SynapseView& v = *m_picture->view;
    setNotice({});
    const QLocale locale;
    const QString size = tr("%1 x %2").arg(locale.toString(qlonglong(v.post)), locale.toString(qlonglong(v.pre)));
    setTitle(m_picture->change.empty() ? tr("Weights of %1, %2").arg(QString::fromStdString(v.synapseName), size)
                                       : tr("Change of %1 since the start, %2").arg(QString::fromStdString(v.synapseName), size));
    setExtent(QCPRange(0, double(v.pre)), QCPRange(0, double(v.post)));
    colour();
    replot(rpQueuedReplot);
}

void WeightMatrix::setSelected(std::int64_t post, std::int64_t pre)
{
    m_map->post = post;
    m_map->pre = pre;
    replot(rpQueuedReplot);
}

void WeightMatrix::colour()
{
    if (!m_picture)
        return;
    m_map->colours = weightColours(m_picture->diverging);
    const QLocale locale;
    std::vector<ScaleBar::Mark> marks{{1.0, locale.toString(m_picture->high, 'g', 3)}, {0.0, locale.toString(m_picture->low, 'g', 3)}};
    if (m_picture->diverging)
        marks.push_back({0.5, locale.toString(0)});
    m_scale->set(weightRamp(m_picture->diverging), std::move(marks), m_picture->change.empty() ? tr("weight") : tr("change"));
}

void WeightMatrix::applyTheme()
{
    WeightPlot::applyTheme();
    colour();
}

QString WeightMatrix::hoverText(const QPointF& position) const
{
    const auto pre = std::int64_t(std::floor(xAxis->pixelToCoord(position.x()))), post = std::int64_t(std::floor(yAxis->pixelToCoord(position.y())));
    if (!m_picture || pre < 0 || post < 0 || pre >= m_picture->view->pre || post >= m_picture->view->post)
        return {};
    const QLocale locale;
    return tr("pre %1, post %2: %3").arg(locale.toString(qlonglong(pre)), locale.toString(qlonglong(post)), locale.toString(double(m_picture->value(post, pre)), 'g', 5));
}

void WeightMatrix::clicked(const QPointF& position)
{
    const auto pre = std::int64_t(std::floor(xAxis->pixelToCoord(position.x()))), post = std::int64_t(std::floor(yAxis->pixelToCoord(position.y())));
    if (m_picture && pre >= 0 && post >= 0 && pre < m_picture->view->pre && post < m_picture->view->post)
        Q_EMIT chosen(post, pre);
}

QJsonObject WeightMatrix::describe() const
{
    QJsonObject twin = WeightPlot::describe();
    twin[QStringLiteral("pre")] = m_picture ? qint64(m_picture->view->pre) : 0;
    twin[QStringLiteral("post")] = m_picture ? qint64(m_picture->view->post) : 0;
    twin[QStringLiteral("low")] = m_picture ? m_picture->low : 0;
    twin[QStringLiteral("high")] = m_picture ? m_picture->high : 0;
    twin[QStringLiteral("levels")] = m_map->distinct();
    twin[QStringLiteral("reduced")] = m_map->fromReduced();
    twin[QStringLiteral("selectedPost")] = qint64(m_map->post);
    twin[QStringLiteral("selectedPre")] = qint64(m_map->pre);
    return twin;
}

} // namespace spw::ui
