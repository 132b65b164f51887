// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/problems_model.h"
#include "ui/model/project_model.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace spw::ui {

/// The plan's diagnostics; double-click or Enter goes to the node or group.
class ProblemsPanel : public QWidget {
    Q_OBJECT
public:
    explicit ProblemsPanel(ProjectModel& project, QWidget* parent = nullptr);
    ProblemsModel& model() { return m_model; }
    /// Selects the next (or, with -1, the previous) problem and goes to its node.
    void walk(int direction);
    /// "Problems (2)".
    QString title() const;

Q_SIGNALS:
    void jumpTo(spw::NodeId node);
    void jumpToGroup(std::int64_t group);    // the problem is that of a whole group
    void titleChanged();

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void jump(int row);

    ProjectModel& m_project;
    ProblemsModel m_model;
    QTableView* m_table;
    QLabel* m_empty;
};

} // namespace spw::ui
