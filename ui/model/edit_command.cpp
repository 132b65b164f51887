// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/edit_command.h"

#include <utility>

namespace spw::ui {
namespace {

constexpr qint64 kMergeMs = 700;

/// What the edit touches, if it only sets parameters or positions.
std::string keyOf(const GraphEdit& edit)
{
    if (const auto* set = std::get_if<SetParam>(&edit.value))
        return "set " + std::to_string(set->node) + "." + set->name + ";";
    if (const auto* move = std::get_if<MoveNode>(&edit.value))
        return "move " + std::to_string(move->node) + ";";
    if (const auto* batch = std::get_if<Batch>(&edit.value)) {
        std::string key;
        for (const GraphEdit& part : batch->edits) {
            const std::string one = keyOf(part);
            if (one.empty())
                return {};
            key += one;
        }
        return key;
    }
    return {};
}

/// Another repeat of a group, all else as before: a held arrow of a number box is one entry.
std::string repeatKey(const GraphEdit& edit, const GraphEdit& inverse)
{
    const auto* set = std::get_if<SetGroup>(&edit.value);
    const auto* back = std::get_if<Batch>(&inverse.value);
    const auto* before = set && back && back->edits.size() == 1 ? std::get_if<SetGroup>(&back->edits.front().value) : nullptr;
    const bool same = before && before->group.title == set->group.title && before->group.members == set->group.members;
    return same ? "repeat " + std::to_string(set->group.id) : std::string();
}

} // namespace

EditCommand::EditCommand(Graph& graph, GraphEdit applied, GraphEdit inverse, const QString& text)
    : QUndoCommand(text), m_graph(graph), m_edit(std::move(applied)), m_inverse(std::move(inverse)), m_key(keyOf(m_edit))
{
    if (m_key.empty())
        m_key = repeatKey(m_edit, m_inverse);
    m_age.start();
}

void EditCommand::redo()
{
    if (std::exchange(m_applied, false))
        return;
    m_inverse = m_graph.apply(m_edit);
}

void EditCommand::undo()
{
    m_graph.apply(m_inverse);
}

bool EditCommand::mergeWith(const QUndoCommand* other)
{
    const auto* next = static_cast<const EditCommand*>(other);
    if (next->m_key != m_key || m_age.elapsed() > kMergeMs)
        return false;
    m_edit = next->m_edit;          // our inverse still leads back to before the gesture
    m_age.restart();
    return true;
}

RunSettingsCommand::RunSettingsCommand(Document& document, RunSettings settings, std::function<void()> changed,
                                       const QString& text)
    : QUndoCommand(text), m_document(document), m_other(std::move(settings)), m_changed(std::move(changed))
{
}

void RunSettingsCommand::redo()
{
    std::swap(m_document.run, m_other);
    m_changed();
}

} // namespace spw::ui
