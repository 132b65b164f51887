// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/output_bars.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace spw::ui {

OutputBars::OutputBars(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("scopes.output"));
    setAccessibleName(tr("Output per class"));
    setMinimumHeight(64);
}

void OutputBars::setRecord(std::shared_ptr<const SampleRecord> record)
{
    m_record = std::move(record);
    if (m_record && !m_record->output.empty()) {
        const auto best = std::size_t(std::max_element(m_record->output.begin(), m_record->output.end()) - m_record->output.begin());
        setAccessibleDescription(tr("Largest: %1, %2").arg(className(best)).arg(m_record->output[best], 0, 'g', 3));
    }
    update();
}

QString OutputBars::className(std::size_t index) const
{
    return index < m_record->classNames.size() ? QString::fromStdString(m_record->classNames[index]) : QString::number(index);
}

int OutputBars::rowHeight() const { return fontMetrics().height() + 1; }

std::vector<std::size_t> OutputBars::shownClasses() const
{
    if (!m_record)
        return {};
    std::vector<std::size_t> classes(m_record->output.size());
    std::iota(classes.begin(), classes.end(), std::size_t(0));
    const auto rows = std::size_t(std::max(1, height() / rowHeight()));
    if (classes.size() > rows) {
        // Room for one line less: the last one counts the others.
        std::stable_sort(classes.begin(), classes.end(), [this](std::size_t a, std::size_t b) { return m_record->output[a] > m_record->output[b]; });
        classes.resize(std::max<std::size_t>(1, rows - 1));
    }
    return classes;
}

void OutputBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(rect(), theme.color(QStringLiteral("base")));
    if (!m_record || m_record->output.empty()) {
        painter.setPen(theme.color(QStringLiteral("secondary")));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No readout recorded."));
        return;
    }
    const std::vector<std::size_t> classes = shownClasses();
    double low = 0, high = 1e-12;
    for (const double v : m_record->output)
        if (std::isfinite(v)) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
    int names = 0;
    const QLocale locale;
    const QString widest = locale.toString(-0.888, 'f', 3);
    for (const std::size_t i : classes)
        names = std::max(names, fontMetrics().horizontalAdvance(className(i)) + 2);      // advances are rounded
    names = std::min(names, width() / 3);
    const int values = fontMetrics().horizontalAdvance(widest) + 4;
    const int notes = fontMetrics().horizontalAdvance(tr("predicted, true")) + 6;
    const int left = names + 8, right = width() - values - notes - 14;
    const auto at = [&](double v) { return left + (std::isfinite(v) ? (v - low) / (high - low) : 0.0) * std::max(1, right - left); };
    const int row = rowHeight();
    for (std::size_t line = 0; line < classes.size(); ++line) {
        const std::size_t i = classes[line];
        const double v = m_record->output[i];
        const int top = int(line) * row;
        const bool predicted = std::int64_t(i) == m_record->prediction, truth = std::int64_t(i) == m_record->label;
        painter.setPen(theme.color(QStringLiteral("text")));
        painter.drawText(QRect(4, top, names, row), Qt::AlignRight | Qt::AlignVCenter, fontMetrics().elidedText(className(i), Qt::ElideRight, names));
        const double zero = at(0), end = at(v);
        painter.fillRect(QRectF(std::min(zero, end), top + 2, std::max(1.0, std::abs(end - zero)), row - 4), predicted ? theme.series(1) : theme.series(0));
        painter.drawText(QRect(right + 4, top, values, row), Qt::AlignRight | Qt::AlignVCenter, locale.toString(v, 'f', 3));
        painter.setPen(theme.color(QStringLiteral("secondary")));
        const QString note = predicted && truth ? tr("predicted, true") : predicted ? tr("predicted") : truth ? tr("true") : QString();
        painter.drawText(QRect(right + values + 10, top, notes, row), Qt::AlignLeft | Qt::AlignVCenter, note);
    }
    if (classes.size() < m_record->output.size()) {
        painter.setPen(theme.color(QStringLiteral("secondary")));
        painter.drawText(QRect(4, int(classes.size()) * row, width() - 8, row), Qt::AlignLeft | Qt::AlignVCenter,
                         tr("and %1 smaller").arg(locale.toString(qulonglong(m_record->output.size() - classes.size()))));
    }
}

QJsonObject OutputBars::describe() const
{
    return {{QStringLiteral("view"), QStringLiteral("output")},
            {QStringLiteral("classes"), qint64(m_record ? m_record->output.size() : 0)},
            {QStringLiteral("shown"), qint64(shownClasses().size())}};
}

} // namespace spw::ui
