// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"

#include <QElapsedTimer>
#include <QUndoCommand>

namespace spw::ui {

/// One undoable edit of the graph, whatever it is. Made after the edit was applied once, so that a refusal
/// reaches whoever asked instead of the undo stack.
class EditCommand final : public QUndoCommand {
public:
    EditCommand(Graph& graph, GraphEdit applied, GraphEdit inverse, const QString& text);

    void redo() override;
    void undo() override;
    int id() const override { return m_key.empty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override;   // a dragged number or a held arrow key is one entry

private:
    Graph& m_graph;
    GraphEdit m_edit, m_inverse;
    std::string m_key;              // same key within kMergeMs: the same gesture; empty: never merged
    QElapsedTimer m_age;
    bool m_applied = true;
};

/// The run settings of the project are edited by the same undo stack.
class RunSettingsCommand final : public QUndoCommand {
public:
    RunSettingsCommand(Document& document, RunSettings settings, std::function<void()> changed, const QString& text);

    void redo() override;
    void undo() override { redo(); }

private:
    Document& m_document;
    RunSettings m_other;            // the settings that are not in the document now
    std::function<void()> m_changed;
};

} // namespace spw::ui
