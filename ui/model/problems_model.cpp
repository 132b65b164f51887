// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/problems_model.h"

#include "ui/theme/theme.h"

#include <algorithm>

namespace spw::ui {
namespace {

QString joined(const Diagnostic& d)
{
    QString text = QString::fromStdString(d.what);
    for (const std::string& part : {d.why, d.fix})
        if (!part.empty())
            text += u' ' + QString::fromStdString(part);
    return text;
}

} // namespace

void ProblemsModel::setDiagnostics(Diagnostics list)
{
    beginResetModel();
    m_list = std::move(list);
    std::stable_sort(m_list.begin(), m_list.end(), [](const Diagnostic& a, const Diagnostic& b) { return a.severity > b.severity; });
    endResetModel();
}

int ProblemsModel::count(Severity severity) const
{
    return int(std::count_if(m_list.begin(), m_list.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

int ProblemsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_list.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Diagnostic& d = m_list[size_t(index.row())];
    if (role == Qt::DisplayRole) {
        switch (index.column()) {
        case SeverityColumn:
            return d.severity == Severity::Error ? tr("x Error") : d.severity == Severity::Warning ? tr("! Warning") : tr("i Note");
        case CodeColumn: return QString::fromStdString(d.code);
        case NodeColumn: return d.node ? QString::fromStdString(d.nodeName) : tr("Project");
        case MessageColumn: return joined(d);
        }
    }
    if (role == Qt::ToolTipRole)
        return joined(d);
    if (role == Qt::ForegroundRole && index.column() == SeverityColumn)
        return Theme::current().severity(d.severity);
    return {};
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn: return tr("Severity");
    case CodeColumn: return tr("Code");
    case NodeColumn: return tr("Node");
    case MessageColumn: return tr("Message");
    }
    return {};
}

} // namespace spw::ui
