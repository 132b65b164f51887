// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <QAbstractTableModel>

namespace spw::ui {

/// The diagnostics of the plan as a table: severity, code, node, what is wrong and what to do.
class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { SeverityColumn, CodeColumn, NodeColumn, MessageColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setDiagnostics(Diagnostics list);
    const Diagnostics& diagnostics() const { return m_list; }
    int count(Severity severity) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Diagnostics m_list;
};

} // namespace spw::ui
