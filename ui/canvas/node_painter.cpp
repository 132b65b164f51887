// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/node_painter.h"

#include "ui/model/learner_health.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>

#include <cmath>
#include <numbers>

namespace spw::ui {
namespace {

// Below full detail, words keep this size on the screen down to this zoom; what is smaller says nothing.
constexpr double kSmallText = 10, kReadableZoom = 0.3;

QFont canvasFont(double pixels, bool bold = false)
{
    QFont font = QGuiApplication::font();
    font.setPixelSize(std::max(1, int(std::lround(pixels))));
    font.setBold(bold);
    return font;
}

QPolygonF polygon(QPointF center, double radius, int corners, double turn)
{
    QPolygonF shape;
    for (int i = 0; i < corners; ++i) {
        const double angle = turn + 2 * std::numbers::pi * i / corners;
        shape << center + QPointF(std::cos(angle), std::sin(angle)) * radius;
    }
    return shape;
}

QColor faded(QColor color, bool dimmed)
{
    if (dimmed)
        color.setAlphaF(color.alphaF() * 0.4f);
    return color;
}

void paintPorts(QPainter& p, const NodeSpec& spec, const NodeGeometry& g, const NodeLook& look, double zoom, bool names)
{
    const Theme& theme = Theme::current();
    p.setFont(canvasFont(11));
    const auto side = [&](const std::vector<PortSpec>& ports, bool isInput) {
        for (int i = 0; i < int(ports.size()); ++i) {
            const PortSpec& port = ports[size_t(i)];
            const QPointF at = isInput ? g.input(i) : g.output(i);
            const bool refused = (isInput ? look.refusedInputs : look.refusedOutputs).count(i) != 0;
            const bool hovered = (isInput ? look.hoveredInput : look.hoveredOutput) == i;
            if (hovered) {
                p.setPen(Qt::NoPen);
                QColor halo = theme.color(QStringLiteral("focus"));
                halo.setAlpha(80);
                p.setBrush(halo);
                p.drawEllipse(at, 11, 11);
            }
            p.setOpacity(refused ? 0.3 : 1);
            if (isInput && spec.category == Category::Learner)
                paintLearnerPort(p, at, 6.5);
            else
                paintPort(p, at, port.type, 6.5, true);
            if (names) {
                const QRectF line(g.frame.left() + 14, at.y() - 10, g.frame.width() - 28, 20);
                p.setPen(theme.color(QStringLiteral("secondary")));
                const QString name = toQString(port.name);
                const QString kind = zoom >= 1.5 ? QString(Theme::kindLetter(port.type)) : QString();
                const QString text = kind.isEmpty() ? name : isInput ? kind + QStringLiteral("  ") + name : name + QStringLiteral("  ") + kind;
                p.drawText(line, int(isInput ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter), text);
            }
            p.setOpacity(1);
        }
    };
    side(spec.inputs, true);
    side(spec.outputs, false);
}

QString percent(double share)
{
    return QLocale().toString(100 * share, 'f', 1);
}

/// " [3]" after what is said of one copy of several.
QString copyMark(const StackActivity& activity, int copy)
{
    return activity.copies.size() > 1 ? QStringLiteral(" [%1]").arg(copy) : QString();
}

void paintRate(QPainter& p, const NodeGeometry& g, const std::optional<StackActivity>& activity)
{
    const Theme& theme = Theme::current();
    const QRectF strip = g.rateStrip();
    const QRectF bar(strip.left(), strip.center().y() - 4, 84, 8);
    p.setPen(Qt::NoPen);
    p.setBrush(theme.color(QStringLiteral("grid")));
    p.drawRoundedRect(bar, 3, 3);
    p.setFont(canvasFont(11));
    const QRectF text(bar.right() + 8, strip.top(), strip.right() - bar.right() - 8, strip.height());
    if (!activity) {
        p.setPen(theme.color(QStringLiteral("disabled")));
        p.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, QCoreApplication::translate("Canvas", "no run yet"));
        return;
    }
    // Rates of good networks lie between 1 % and 30 %; the square root keeps them apart.
    const double share = std::sqrt(std::clamp(activity->rate, 0.0, 1.0));
    p.setBrush(theme.kind(PortType::Spikes));
    p.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(2.0, bar.width() * share), bar.height()), 3, 3);
    QString words = QCoreApplication::translate("Canvas", "%1 % firing").arg(percent(activity->rate));
    p.setPen(theme.color(QStringLiteral("text")));
    if (activity->copies.size() > 1) {
        // From the quietest to the busiest copy: a line across the bar, and in words.
        const auto x = [&](double rate) { return bar.left() + bar.width() * std::sqrt(std::clamp(rate, 0.0, 1.0)); };
        p.drawLine(QPointF(x(activity->lowest), bar.center().y()), QPointF(x(activity->highest), bar.center().y()));
        for (const double rate : {activity->lowest, activity->highest})
            p.drawLine(QPointF(x(rate), bar.top() - 1), QPointF(x(rate), bar.bottom() + 1));
        words = QCoreApplication::translate("Canvas", "%1 to %2 %").arg(percent(activity->lowest), percent(activity->highest));
        if (activity->deadShare >= 0.2)
            words = QCoreApplication::translate("Canvas", "dead %1 %").arg(qRound(100 * activity->deadShare)) + copyMark(*activity, activity->deadCopy);
        else if (activity->saturatedShare >= 0.1)
            words = QCoreApplication::translate("Canvas", "sat %1 %").arg(qRound(100 * activity->saturatedShare)) + copyMark(*activity, activity->saturatedCopy);
    } else if (activity->deadShare >= 0.2) {
        words = QCoreApplication::translate("Canvas", "%1 %, dead %2 %").arg(percent(activity->rate)).arg(qRound(100 * activity->deadShare));
    } else if (activity->saturatedShare >= 0.1) {
        words = QCoreApplication::translate("Canvas", "%1 %, sat %2 %").arg(percent(activity->rate)).arg(qRound(100 * activity->saturatedShare));
    }
    p.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, words);
}

/// Zoomed out: the number in the middle, where no shape badge reaches, at a size that can be read; the bar below it.
void paintSmallRate(QPainter& p, const NodeGeometry& g, const StackActivity& activity, double zoom)
{
    const Theme& theme = Theme::current();
    const double share = std::sqrt(std::clamp(activity.rate, 0.0, 1.0));
    const double bar = 4 / zoom, left = g.frame.left() + 8, width = g.frame.width() - 16;
    p.fillRect(QRectF(left, g.frame.bottom() - bar - 2 / zoom, width * share, bar), theme.kind(PortType::Spikes));
    if (zoom < kReadableZoom)
        return;
    QString words = QCoreApplication::translate("Canvas", "%1 %").arg(percent(activity.rate));
    if (activity.deadShare >= 0.2)
        words = QCoreApplication::translate("Canvas", "dead %1 %").arg(qRound(100 * activity.deadShare)) + copyMark(activity, activity.deadCopy);
    else if (activity.saturatedShare >= 0.1)
        words = QCoreApplication::translate("Canvas", "sat %1 %").arg(qRound(100 * activity.saturatedShare)) + copyMark(activity, activity.saturatedCopy);
    p.setFont(canvasFont(kSmallText / zoom));
    p.setPen(theme.color(QStringLiteral("text")));
    const double height = 1.3 * kSmallText / zoom, bottom = g.frame.bottom() - bar - 3 / zoom;
    p.drawText(QRectF(left, bottom - height, width, height), Qt::AlignCenter, words);
}

void paintPins(QPainter& p, const Node& node, const NodeSpec& spec, const NodeGeometry& g)
{
    const Theme& theme = Theme::current();
    QString text;
    for (const ParamSpec* param : pinnedParams(spec, node.values)) {
        if (!node.values.has(param->name))
            continue;
        if (!text.isEmpty())
            text += QStringLiteral("   ");
        text += toQString(param->name) + u' ' + valueText(*param, node.values.at(param->name));
    }
    const QRectF line = g.pins();
    p.setPen(QPen(theme.color(QStringLiteral("border")), 1));
    p.drawLine(QPointF(g.frame.left() + 1, line.top()), QPointF(g.frame.right() - 1, line.top()));
    p.setFont(canvasFont(11));
    p.setPen(theme.color(QStringLiteral("text")));
    p.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(p.font()).elidedText(text, Qt::ElideRight, line.width()));
}

/// Six arms with a small fork each.
void paintSnowflake(QPainter& p, QPointF c, double r)
{
    for (int i = 0; i < 6; ++i) {
        const double angle = std::numbers::pi * (i / 3.0 + 1 / 6.0);
        const QPointF along(std::cos(angle), std::sin(angle)), across(-along.y(), along.x());
        p.drawLine(c, c + along * r);
        p.drawLine(c + along * r * 0.6, c + along * r * 0.9 + across * r * 0.3);
        p.drawLine(c + along * r * 0.6, c + along * r * 0.9 - across * r * 0.3);
    }
}

/// The window of STDP in small: what came before makes stronger, what came after weaker.
void paintPlasticity(QPainter& p, const QRectF& box)
{
    const QPointF c = box.center();
    QPainterPath rise(QPointF(box.left(), c.y() - 1)), fall(QPointF(c.x() + 1, box.bottom()));
    rise.quadTo(QPointF(c.x() - 1, c.y() - 1), QPointF(c.x() - 1, box.top()));
    fall.quadTo(QPointF(c.x() + 1, c.y() + 1), QPointF(box.right(), c.y() + 1));
    p.drawPath(rise);
    p.drawPath(fall);
}

/// Badges in the header, from the right: the problem, then who trains the weights. @return how much of the header they take.
double paintBadges(QPainter& p, const Node& node, const NodeSpec* spec, const NodeGeometry& g, const NodeLook& look)
{
    const Theme& theme = Theme::current();
    double right = g.frame.right() - 6 - (look.problem ? 34 : 0);
    const double start = right;
    const QColor ink = theme.color(QStringLiteral("categoryText"));
    const auto place = [&] {
        const QRectF box(right - 18, g.header().center().y() - 9, 18, 18);
        right = box.left() - 3;
        return box;
    };
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::RoundCap));
    if (spec && spec->category == Category::Learner)
        paintPlasticity(p, place().adjusted(2, 3, -2, -3));
    switch (trainedBy(node, spec)) {
    case TrainedBy::Nothing: break;
    case TrainedBy::Gradient: p.drawPolygon(polygon(place().center(), 6, 3, std::numbers::pi / 2)); break;
    case TrainedBy::Learner:
        p.setBrush(ink);
        p.drawPolygon(polygon(place().center(), 6, 3, -std::numbers::pi / 2));
        p.setBrush(Qt::NoBrush);
        break;
    case TrainedBy::Frozen: paintSnowflake(p, place().center(), 7); break;
    }
    if (look.off || look.stuck >= kStuckShare) {
        p.setFont(canvasFont(11, true));
        const QString text = look.off ? QCoreApplication::translate("Canvas", "off")
                                      : QCoreApplication::translate("Canvas", "stuck %1 %").arg(qRound(100 * look.stuck));
        const double width = QFontMetricsF(p.font()).horizontalAdvance(text) + 10;
        const QRectF badge(right - width, g.frame.top() + 7, width, 18);
        right = badge.left() - 3;
        p.setPen(QPen(theme.color(look.off ? QStringLiteral("secondary") : QStringLiteral("warning")), 1.5));
        p.setBrush(theme.color(QStringLiteral("node")));
        p.drawRoundedRect(badge, 4, 4);
        p.setPen(theme.color(QStringLiteral("text")));
        p.drawText(badge, Qt::AlignCenter, text);
    }
    return start - right;
}

void paintProblem(QPainter& p, const NodeGeometry& g, const NodeLook& look)
{
    if (!look.problem)
        return;
    const Theme& theme = Theme::current();
    const QString text = (*look.problem == Severity::Error ? QStringLiteral("× %1") : QStringLiteral("! %1")).arg(look.problems);
    p.setFont(canvasFont(11, true));
    const double width = QFontMetricsF(p.font()).horizontalAdvance(text) + 12;
    const QRectF badge(g.frame.right() - width - 6, g.frame.top() + 7, width, 18);
    p.setPen(QPen(theme.severity(*look.problem), 1.5));
    p.setBrush(theme.color(QStringLiteral("node")));
    p.drawRoundedRect(badge, 4, 4);
    p.setPen(theme.color(QStringLiteral("text")));
    p.drawText(badge, Qt::AlignCenter, text);
}

void paintSelection(QPainter& p, const QRectF& frame, const NodeLook& look, double zoom)
{
    const Theme& theme = Theme::current();
    const double px = 1 / zoom;
    if (look.selected) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(theme.color(QStringLiteral("select")), 2 * std::max(1.0, px)));
        p.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), 7, 7);
    }
    if (look.current) {
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(theme.color(QStringLiteral("focus")), 1.5 * px, Qt::DashLine));
        p.drawRoundedRect(frame.adjusted(-6, -6, 6, 6), 9, 9);
    }
}

} // namespace

Detail detailAt(double zoom)
{
    return zoom >= 0.6 ? Detail::Full : zoom >= 0.25 ? Detail::Compact : zoom >= 0.1 ? Detail::Chip : Detail::Block;
}

void paintPort(QPainter& p, QPointF c, PortType type, double r, bool filled)
{
    const Theme& theme = Theme::current();
    const QColor color = theme.kind(type);
    p.setPen(QPen(color, 1.6));
    p.setBrush(filled ? theme.color(QStringLiteral("node")) : color);
    switch (type) {
    case PortType::Spikes:
        p.drawEllipse(c, r, r);
        p.drawLine(c + QPointF(0, -r + 2), c + QPointF(0, r - 2));
        break;
    case PortType::Sequence: p.drawPolygon(polygon(c, r + 1, 4, 0)); break;
    case PortType::Static: p.drawRect(QRectF(c.x() - r + 1, c.y() - r + 1, 2 * r - 2, 2 * r - 2)); break;
    case PortType::Readout:
        p.drawRect(QRectF(c.x() - r + 1, c.y() - r + 1, 2 * r - 2, 2 * r - 2));
        p.drawLine(c + QPointF(-r + 3, 0), c + QPointF(r - 3, 0));
        break;
    case PortType::Events:
        p.drawEllipse(c, r, r);
        p.drawLine(c + QPointF(-r + 2, 0), c + QPointF(r - 2, 0));
        p.drawLine(c + QPointF(0, -r + 2), c + QPointF(0, 0));
        break;
    case PortType::Label: p.drawPolygon(polygon(c, r, 5, -std::numbers::pi / 2)); break;
    case PortType::Scalar: p.drawPolygon(polygon(c, r, 6, 0)); break;
    }
}

void paintLearnerPort(QPainter& p, QPointF c, double r)
{
    const Theme& theme = Theme::current();
    p.setPen(QPen(theme.color(QStringLiteral("kind.u")), 1.6));
    p.setBrush(theme.color(QStringLiteral("node")));
    p.drawPolygon(polygon(c, r + 1, 3, 0));
}

TrainedBy trainedBy(const Node& node, const NodeSpec* spec)
{
    if (!spec || !spec->param("train") || !node.values.has("train"))
        return TrainedBy::Nothing;
    const std::string& by = node.values.text("train");
    return by == "frozen" ? TrainedBy::Frozen : by == "learner" ? TrainedBy::Learner : TrainedBy::Gradient;
}

void paintNode(QPainter& p, const Node& node, const NodeSpec* spec, const NodeGeometry& g, const NodeLook& look, double zoom)
{
    const Theme& theme = Theme::current();
    const Detail detail = detailAt(zoom);
    const QColor category = spec ? theme.category(spec->category) : theme.color(QStringLiteral("disabled"));
    p.setOpacity(look.dimmed ? 0.4 : 1);
    if (detail == Detail::Block) {
        p.fillRect(g.frame, look.selected ? theme.color(QStringLiteral("select")) : category);
        if (look.problem)
            p.fillRect(QRectF(g.frame.topLeft(), QSizeF(g.frame.width(), g.frame.height() / 3)), theme.severity(*look.problem));
        p.setOpacity(1);
        return;
    }
    p.setPen(QPen(theme.color(look.hovered ? QStringLiteral("focus") : QStringLiteral("border")), 1));
    p.setBrush(theme.color(QStringLiteral("node")));
    p.drawRoundedRect(g.frame, 6, 6);

    const bool chip = detail == Detail::Chip;
    const QRectF header = chip ? g.frame : g.header();
    p.setPen(Qt::NoPen);
    p.setBrush(category);
    p.drawRoundedRect(header.adjusted(1, 1, -1, 0), 5, 5);
    if (!chip)
        p.fillRect(QRectF(header.left() + 1, header.bottom() - 6, header.width() - 2, 6), category);

    // Titles never paint below 7 px on screen: zoomed out they grow on the canvas instead.
    const double titlePixels = chip ? std::min(30.0, 9 / zoom) : std::max(13.0, 8 / zoom);
    p.setFont(canvasFont(titlePixels, true));
    p.setPen(theme.color(QStringLiteral("categoryText")));
    const QChar letter = spec ? Theme::categoryLetter(spec->category) : QChar(u'?');
    QRectF line = header.adjusted(10, 0, -8, 0);
    const double letterWidth = titlePixels * 1.4;
    p.setOpacity(look.dimmed ? 0.3 : 0.75);
    p.drawText(QRectF(line.left(), line.top(), letterWidth, line.height()), Qt::AlignLeft | Qt::AlignVCenter, QString(letter));
    p.setOpacity(look.dimmed ? 0.4 : 1);
    const double badges = chip ? 0 : paintBadges(p, node, spec, g, look);
    p.setFont(canvasFont(titlePixels, true));
    p.setPen(theme.color(QStringLiteral("categoryText")));
    line.adjust(letterWidth, 0, (look.problem && !chip ? -34 : 0) - badges, 0);
    p.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
               QFontMetricsF(p.font()).elidedText(toQString(node.title), Qt::ElideRight, line.width()));

    if (!chip) {
        paintProblem(p, g, look);
        if (spec)
            paintPorts(p, *spec, g, look, zoom, detail == Detail::Full);
        p.setOpacity(look.dimmed ? 0.4 : 1);
        if (detail == Detail::Full && spec) {
            if (g.hasPins)
                paintPins(p, node, *spec, g);
            if (g.hasRate)
                paintRate(p, g, look.activity);
        } else if (g.hasRate && look.activity) {
            paintSmallRate(p, g, *look.activity, zoom);
        }
        // The left edge says the state without colour alone: the badge carries the words.
        if (look.problem)
            p.fillRect(QRectF(g.frame.left(), g.header().bottom(), 3, g.frame.height() - NodeGeometry::kHeader - 6),
                       theme.severity(*look.problem));
    }
    paintSelection(p, g.frame, look, zoom);
    p.setOpacity(1);
}

void paintWire(QPainter& p, QPointF from, QPointF to, const WireLook& look, double zoom)
{
    const Theme& theme = Theme::current();
    const QColor own = look.muted ? theme.color(QStringLiteral("disabled")) : look.learner ? theme.color(QStringLiteral("kind.u")) : theme.kind(look.type);
    const QColor color = faded(look.wrong ? theme.color(QStringLiteral("error")) : own, look.dimmed);
    const QPainterPath path = wirePath(from, to);
    const double wide = (look.selected ? 4.0 : look.hovered ? 3.4 : 2.2) * std::max(1.0, 0.5 / zoom);
    p.setBrush(Qt::NoBrush);
    if (look.selected) {
        p.setPen(QPen(theme.color(QStringLiteral("select")), wide + 3));
        p.drawPath(path);
    }
    if (look.learner) {
        QPen pen(color, wide);
        pen.setDashPattern(look.muted ? QList<qreal>{1, 4} : QList<qreal>{4, 2.5});
        pen.setCapStyle(Qt::FlatCap);
        p.setPen(pen);
        p.drawPath(path);
        if (zoom >= 0.25) {
            p.setPen(Qt::NoPen);
            p.setBrush(color);
            p.drawPolygon(polygon(to - QPointF(14, 0), 6, 3, 0));
        }
        return;
    }
    const bool isDouble = look.type == PortType::Static || look.type == PortType::Events || look.type == PortType::Readout;
    QPen pen(color, look.type == PortType::Label ? wide * 0.7 : isDouble ? wide * 1.8 : wide);
    if (look.type == PortType::Scalar)
        pen.setStyle(Qt::DotLine);
    p.setPen(pen);
    p.drawPath(path);
    if (zoom < 0.25)
        return;
    if (isDouble) {
        p.setPen(QPen(theme.color(QStringLiteral("canvas")), wide * 0.6));
        p.drawPath(path);
    }
    if (look.type == PortType::Spikes || look.type == PortType::Events) {
        p.setPen(QPen(color, 1.6));
        for (const double t : {0.2, 0.8}) {
            const QPointF at = path.pointAtPercent(t);
            const double angle = path.angleAtPercent(t) * std::numbers::pi / 180;
            const QPointF across(std::sin(angle), std::cos(angle));
            p.drawLine(at - across * 5, at + across * 5);
        }
    }
}

void paintShapeBadge(QPainter& p, QPointF from, QPointF to, const WireLook& look, double zoom)
{
    const Theme& theme = Theme::current();
    const QColor color = faded(look.wrong ? theme.color(QStringLiteral("error")) : theme.kind(look.type), look.dimmed);
    const double size = std::max(11.0, (kSmallText - 0.5) / zoom), height = 1.4 * size + 2;
    p.setFont(canvasFont(size));
    const double width = QFontMetricsF(p.font()).horizontalAdvance(look.shape) + 0.9 * size;
    QPointF middle = wireMiddle(from, to);
    // Between neighbours there is no room on the wire: below it the badge hides no port.
    if (std::abs(to.x() - from.x()) < width + 24 && std::abs(to.y() - from.y()) < 24)
        // Zoomed out the words are as high as a node's body: they stand above the header then, where they hide no rate.
        middle.ry() += zoom < 0.6 ? -(NodeGeometry::kHeader + NodeGeometry::kPad + NodeGeometry::kRow / 2 + height / 2 + 2 / zoom) : height / 2 + 10;
    const QRectF badge(middle.x() - width / 2, middle.y() - height / 2, width, height);
    p.setPen(QPen(color, 1));
    p.setBrush(theme.color(QStringLiteral("canvas")));
    p.drawRoundedRect(badge, 5, 5);
    p.setPen(faded(theme.color(look.wrong ? QStringLiteral("error") : QStringLiteral("text")), look.dimmed));
    p.drawText(badge, Qt::AlignCenter, look.shape);
}

} // namespace spw::ui
