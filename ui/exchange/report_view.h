// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange_report.h"

#include <QTreeWidget>

namespace spw::ui {

/// The account of an export or import: a row a node, its numbers below it; or the list of what a target cannot express.
class ReportView : public QTreeWidget {
    Q_OBJECT
public:
    explicit ReportView(QWidget* parent = nullptr);
    void show(const ExchangeReport& report);
    void show(const Diagnostics& limits, const QString& none);
    /// Rows of the top level as text, for tests and the clipboard.
    QStringList lines() const;

Q_SIGNALS:
    void nodeChosen(qint64 node);

private:
    QTreeWidgetItem* row(const QString& mark, const QString& outcome, const QString& name, const QString& text, qint64 node);
};

} // namespace spw::ui
