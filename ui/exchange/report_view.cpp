// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/report_view.h"

#include "ui/model/texts.h"

#include <QHeaderView>
#include <QLocale>
#include <QStyledItemDelegate>

#include <algorithm>

namespace spw::ui {
namespace {

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Mapped: return ReportView::tr("mapped");
    case Outcome::Quantised: return ReportView::tr("quantised");
    case Outcome::Changed: return ReportView::tr("changed");
    case Outcome::Skipped: return ReportView::tr("left out");
    case Outcome::Refused: return ReportView::tr("refused");
    }
    return {};
}

QString markOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Refused: return QStringLiteral("×");
    case Outcome::Changed: return QStringLiteral("!");
    case Outcome::Mapped:
    case Outcome::Quantised: return QStringLiteral("✓");
    case Outcome::Skipped: return QStringLiteral("–");
    }
    return {};
}

QString joined(const std::string& what, const std::string& why, const std::string& fix)
{
    return toQString(sentences({what, why, fix}));
}

constexpr int kText = 3;     // the column of whole sentences

/// Rows as high as their sentences need at the width there is: a tree by itself counts one line and ends it in "...".
class SentenceDelegate : public QStyledItemDelegate {
public:
    explicit SentenceDelegate(QTreeWidget* tree) : QStyledItemDelegate(tree), m_tree(tree) {}

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        if (index.column() != kText)
            return size;
        QStyleOptionViewItem own = option;
        initStyleOption(&own, index);
        const int margin = m_tree->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, &own, m_tree) + 1;
        const QRect room(0, 0, std::max(80, m_tree->columnWidth(kText) - 2 * margin), 1 << 20);
        const QRect words = own.fontMetrics.boundingRect(room, Qt::TextWordWrap, own.text);
        return {std::min(size.width(), room.width()), std::max(size.height(), words.height() + 4)};
    }

private:
    QTreeWidget* m_tree;
};

} // namespace

ReportView::ReportView(QWidget* parent) : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("exchange.report"));
    setColumnCount(4);
    setHeaderLabels({QString(), tr("Outcome"), tr("Node"), tr("What became of it")});
    setAccessibleName(tr("Report"));
    setRootIsDecorated(true);
    setWordWrap(true);
    setTextElideMode(Qt::ElideNone);
    setUniformRowHeights(false);
    setItemDelegate(new SentenceDelegate(this));
    connect(header(), &QHeaderView::sectionResized, this, [this](int column) {
        if (column == kText)
            scheduleDelayedItemsLayout();
    });
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    for (const int column : {0, 1, 2})
        header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(3, QHeaderView::Stretch);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const qint64 node = item->data(0, Qt::UserRole).toLongLong())
            Q_EMIT nodeChosen(node);
    });
}

QTreeWidgetItem* ReportView::row(const QString& mark, const QString& outcome, const QString& name, const QString& text, qint64 node)
{
    auto* item = new QTreeWidgetItem(this, {mark, outcome, name, text});
    item->setData(0, Qt::UserRole, node);
    item->setToolTip(3, text);
    return item;
}

void ReportView::show(const ExchangeReport& report)
{
    clear();
    const auto numbers = [](QTreeWidgetItem* below, const std::vector<std::pair<std::string, double>>& values) {
        for (const auto& [name, value] : values)
            new QTreeWidgetItem(below, {QString(), QString(), toQString(name), QLocale().toString(value, 'g', 5)});
    };
    // What stands in the way first: it would be below hundreds of lines.
    for (const bool refused : {true, false})
        for (const ReportLine& line : report.lines)
            if ((line.outcome == Outcome::Refused) == refused)
                numbers(row(markOf(line.outcome), outcomeText(line.outcome), toQString(line.name), joined(line.what, line.why, line.fix), line.node),
                        line.numbers);
    for (const auto& [name, value] : report.numbers)
        row(QString(), QString(), toQString(name), QLocale().toString(value, 'g', 5), 0);
    expandAll();
}

void ReportView::show(const Diagnostics& limits, const QString& none)
{
    clear();
    for (const Diagnostic& d : limits)
        row(d.severity == Severity::Error ? QStringLiteral("×") : QStringLiteral("!"),
            d.severity == Severity::Error ? tr("refused") : tr("changed"), toQString(d.nodeName), joined(d.what, d.why, d.fix), d.node);
    if (limits.empty())
        row(QStringLiteral("✓"), QString(), QString(), none, 0);
}

QStringList ReportView::lines() const
{
    QStringList out;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QStringList columns;
        for (int c = 0; c < columnCount(); ++c)
            if (const QString text = topLevelItem(i)->text(c); !text.isEmpty())
                columns << text;
        out << columns.join(u' ');
    }
    return out;
}

} // namespace spw::ui
