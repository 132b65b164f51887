// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/problems_panel.h"

#include "ui/model/group_view.h"

#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTableView>
#include <QTime>
#include <QVBoxLayout>

namespace spw::ui {

ProblemsPanel::ProblemsPanel(ProjectModel& project, QWidget* parent) : QWidget(parent), m_project(project)
{
    setObjectName(QStringLiteral("problems"));
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("problems.table"));
    m_table->setModel(&m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().lineSpacing() + 8);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->installEventFilter(this);
    m_empty = new QLabel(this);
    m_empty->setObjectName(QStringLiteral("problems.empty"));
    m_empty->setMargin(12);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table, 1);
    column->addWidget(m_empty, 1);
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) { jump(index.row()); });
    connect(&m_project, &ProjectModel::graphChanged, this, &ProblemsPanel::refresh);
    refresh();
}

void ProblemsPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refresh();
}

bool ProblemsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_table->currentIndex().isValid()) {
            jump(m_table->currentIndex().row());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemsPanel::refresh()
{
    m_table->setAccessibleName(tr("Problems"));
    const bool empty = m_project.graph().nodes().empty();
    m_model.setDiagnostics(empty ? Diagnostics{} : m_project.problems());
    const bool none = m_model.rowCount() == 0;
    m_table->setVisible(!none);
    m_empty->setVisible(none);
    m_empty->setText(tr("No problems. Last check %1.").arg(QTime::currentTime().toString(QStringLiteral("HH:mm"))));
    m_empty->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    for (const int column : {ProblemsModel::SeverityColumn, ProblemsModel::CodeColumn, ProblemsModel::NodeColumn})
        m_table->resizeColumnToContents(column);
    Q_EMIT titleChanged();
}

QString ProblemsPanel::title() const
{
    const int count = m_model.rowCount();
    return count ? tr("Problems (%1)").arg(count) : tr("Problems");
}

void ProblemsPanel::jump(int row)
{
    if (row < 0 || row >= m_model.rowCount())
        return;
    m_table->setCurrentIndex(m_model.index(row, 0));
    if (const Group* group = groupOf(m_project.graph(), m_model.diagnostics()[size_t(row)]))
        Q_EMIT jumpToGroup(group->id);
    else if (const NodeId node = m_model.diagnostics()[size_t(row)].node)
        Q_EMIT jumpTo(node);
}

void ProblemsPanel::walk(int direction)
{
    const int count = m_model.rowCount();
    if (count == 0)
        return;
    const QModelIndex now = m_table->currentIndex();
    jump(!now.isValid() ? (direction > 0 ? 0 : count - 1) : (now.row() + direction + count) % count);
}

} // namespace spw::ui
