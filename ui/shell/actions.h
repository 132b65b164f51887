// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QHash>
#include <QObject>
#include <QWidget>

#include <vector>

namespace spw::ui {

/// Where the keys of an action act.
enum class ActionContext { Global, Canvas };

/// One command of the studio. Menus, keys, tooltips and the tests read this table.
struct ActionRow {
    const char* id;
    const char* text;            // English, translated in the context "actions"
    const char* keys;            // "Ctrl+Z", several parted by "; "
    ActionContext context;
    const char* tip;
    bool checkable = false;
};
const std::vector<ActionRow>& actionTable();

/// The actions of one window, made from the table. objectName is the id.
class Actions : public QObject {
    Q_OBJECT
public:
    /// Canvas actions act only while `canvas` has the focus.
    Actions(QWidget& window, QWidget& canvas);

    QAction* get(const char* id) const;
    void retranslate();
    /// A disabled action says why in its tooltip; an empty reason enables it.
    void setReason(const char* id, const QString& reason);

private:
    void applyText(QAction& action, const ActionRow& row, const QString& reason = {});

    QHash<QString, QAction*> m_actions;
};

} // namespace spw::ui
