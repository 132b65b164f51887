// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actions.h"

#include <QCoreApplication>

#include <cstring>

namespace spw::ui {

#define T(text) QT_TRANSLATE_NOOP("actions", text)

const std::vector<ActionRow>& actionTable()
{
    using enum ActionContext;
    static const std::vector<ActionRow> rows{
        {"file.new", T("New Project"), "Ctrl+N", Global, T("Start an empty project")},
        {"file.newTemplate", T("New from Template..."), "Ctrl+Shift+N", Global, T("Start with a known network: residual, VGG, recurrent, ...")},
        {"file.open", T("Open..."), "Ctrl+O", Global, T("Open a project file")},
        {"file.save", T("Save"), "Ctrl+S", Global, T("Write the project to its file")},
        {"file.saveAs", T("Save As..."), "Ctrl+Shift+S", Global, T("Write the project to another file")},
        {"file.clearRecent", T("Clear List"), "", Global, T("Forget the files opened recently")},
        {"file.importModel", T("Import Model..."), "Ctrl+Shift+I", Global, T("Make a project of a network of another program")},
        {"file.importRecording", T("Open Recording..."), "Ctrl+I", Global, T("Play the events of a camera's recording")},
        {"file.exportModel", T("Export Model..."), "Ctrl+E", Global, T("Write the network for another program, with a report")},
        {"file.convert", T("Convert to SNN..."), "", Global, T("Make a spiking network of a trained analog one, and see its accuracy against the steps")},
        {"file.quit", T("Quit"), "Ctrl+Q", Global, T("Close the window")},
        {"edit.undo", T("Undo"), "Ctrl+Z", Global, T("Take back the last change")},
        {"edit.redo", T("Redo"), "Ctrl+Shift+Z; Ctrl+Y", Global, T("Make the change again")},
        {"edit.cut", T("Cut"), "Ctrl+X", Canvas, T("Copy the selected nodes and delete them")},
        {"edit.copy", T("Copy"), "Ctrl+C", Canvas, T("Copy the selected nodes and the wires between them")},
        {"edit.paste", T("Paste"), "Ctrl+V", Canvas, T("Add the nodes of the clipboard")},
        {"edit.duplicate", T("Duplicate"), "Ctrl+D", Canvas, T("Copy the selected nodes beside themselves")},
        {"edit.duplicateInputs", T("Duplicate with Inputs"), "Ctrl+Shift+D", Canvas,
         T("Copy the selected nodes and feed them from the same sources")},
        {"edit.delete", T("Delete"), "Del; Backspace", Canvas, T("Delete the selected nodes or wire")},
        {"edit.dissolve", T("Delete and Reconnect"), "Ctrl+Del", Canvas,
         T("Delete the selected nodes and wire what fed them to what they fed")},
        {"edit.selectAll", T("Select All"), "Ctrl+A", Canvas, T("Select all nodes")},
        {"edit.selectNone", T("Select None"), "Ctrl+Shift+A", Canvas, T("Select nothing")},
        {"view.zoomIn", T("Zoom In"), "Ctrl+=; Ctrl++", Canvas, T("Make the graph larger")},
        {"view.zoomOut", T("Zoom Out"), "Ctrl+-", Canvas, T("Make the graph smaller")},
        {"view.zoom100", T("Zoom 100 %"), "Ctrl+0", Canvas, T("Show the graph at its own size")},
        {"view.frameAll", T("Frame All"), "Home", Canvas, T("Show the whole graph")},
        {"view.frameSelection", T("Frame Selection"), "F", Canvas, T("Show the selected nodes as large as they fit")},
        {"view.panUp", T("Pan Up"), "PgUp", Canvas, T("Move the view up")},
        {"view.panDown", T("Pan Down"), "PgDown", Canvas, T("Move the view down")},
        {"view.panLeft", T("Pan Left"), "Ctrl+PgUp", Canvas, T("Move the view left")},
        {"view.panRight", T("Pan Right"), "Ctrl+PgDown", Canvas, T("Move the view right")},
        {"view.overlay1", T("Shapes on Wires"), "Alt+Shift+1", Global, T("Show the shape of what flows through each wire"), true},
        {"view.dock1", T("Node Library"), "Alt+1", Global, T("Go to the node library")},
        {"view.dock2", T("Canvas"), "Alt+2", Global, T("Go to the canvas")},
        {"view.dock3", T("Inspector"), "Alt+3", Global, T("Go to the inspector")},
        {"view.dock4", T("Scopes"), "Alt+4", Global, T("Go to the scopes")},
        {"view.dock5", T("Training Charts"), "Alt+5", Global, T("Go to the training charts")},
        {"view.dock7", T("Problems"), "Alt+7", Global, T("Go to the problems")},
        {"view.dock8", T("Console"), "Alt+8", Global, T("Go to the console")},
        {"view.dockWeights", T("Weights"), "Ctrl+Shift+W", Global, T("Go to the weights of the selected synapse")},
        {"view.wsReset", T("Reset Layout"), "", Global, T("Put all docks back where they were")},
        {"view.themeLight", T("Light"), "", Global, T("Dark text on a light ground"), true},
        {"view.themeDark", T("Dark"), "", Global, T("Light text on a dark ground"), true},
        {"view.languageEn", "English", "", Global, "English", true},
        {"view.languageZh", "简体中文", "", Global, "简体中文", true},
        {"view.fullScreen", T("Full Screen"), "F11", Global, T("Use the whole screen"), true},
        {"graph.add", T("Add Node..."), "Tab", Canvas, T("Search a node type and add it at the pointer (also Shift+A)")},
        {"graph.rename", T("Rename"), "F2", Canvas, T("Give the current node another name")},
        {"graph.group", T("Group"), "Ctrl+G", Canvas, T("Put a frame around the selected nodes, which can then be repeated")},
        {"graph.ungroup", T("Ungroup"), "Ctrl+Shift+G", Canvas, T("Take the frame away and keep the nodes; or take the selected nodes out of it")},
        {"graph.repeat", T("Repeat Group..."), "", Canvas, T("Stack copies of the group, each with weights of its own")},
        {"graph.layout", T("Auto-Layout"), "Ctrl+L", Canvas, T("Arrange the selected nodes, or all, from left to right")},
        {"graph.probe", T("Probe"), "P", Canvas, T("Add a probe that records what the selected nodes give")},
        {"graph.trainStdp", T("Train with STDP"), "", Canvas, T("Let an STDP learner train the selected synapse from the spikes on both of its sides")},
        {"graph.freeze", T("Freeze or Learn"), "W", Canvas,
         T("Hold the weights of the selected synapses as they are, or let them learn again; a learner is switched while the run goes on")},
        {"graph.validate", T("Validate"), "F7", Global, T("Check the graph and show the problems")},
        {"graph.nextProblem", T("Next Problem"), "F4", Global, T("Go to the node of the next problem")},
        {"graph.prevProblem", T("Previous Problem"), "Shift+F4", Global, T("Go to the node of the problem before")},
        {"run.toggle", T("Run / Pause"), "F5; Ctrl+Return", Global, T("Start the run, pause it or go on")},
        {"run.stop", T("Stop"), "Shift+F5", Global, T("End the run; its checkpoint is written")},
        {"run.stepTick", T("Step Tick"), "F8", Global, T("Advance by one time step and pause")},
        {"run.stepBack", T("Step Back"), "Shift+F8", Global, T("Go one time step back in what was recorded")},
        {"run.stepSample", T("Step Sample"), "Ctrl+F8", Global, T("Advance by one sample and pause")},
        {"run.stepBatch", T("Step Batch"), "Ctrl+Shift+F8", Global, T("Advance by one batch and pause")},
        {"run.stepEpoch", T("Run One Epoch"), "", Global, T("Advance by one epoch and pause")},
        {"run.checkpoint", T("Checkpoint Now"), "Ctrl+Alt+K", Global, T("Write a checkpoint now: weights, and all that is needed to go on")},
        {"run.resume", T("Resume from Checkpoint..."), "Ctrl+Alt+R", Global, T("Go on with the training or live run a checkpoint was written in")},
        {"window.nextArea", T("Next Area"), "F6", Global, T("Go to the next panel")},
        {"window.prevArea", T("Previous Area"), "Shift+F6", Global, T("Go to the panel before")},
        {"help.about", T("About and Licences"), "", Global, T("Version, licence and the libraries used")},
    };
    return rows;
}

#undef T

Actions::Actions(QWidget& window, QWidget& canvas) : QObject(&window)
{
    for (const ActionRow& row : actionTable()) {
        auto* action = new QAction(this);
        action->setObjectName(QLatin1String(row.id));
        action->setCheckable(row.checkable);
        QList<QKeySequence> keys;
        for (const QString& key : QString::fromLatin1(row.keys).split(QStringLiteral("; "), Qt::SkipEmptyParts))
            keys << QKeySequence(key, QKeySequence::PortableText);
        action->setShortcuts(keys);
        const bool onCanvas = row.context == ActionContext::Canvas;
        action->setShortcutContext(onCanvas ? Qt::WidgetShortcut : Qt::WindowShortcut);
        (onCanvas ? canvas : window).addAction(action);
        m_actions.insert(action->objectName(), action);
        applyText(*action, row);
    }
}

QAction* Actions::get(const char* id) const
{
    QAction* action = m_actions.value(QLatin1String(id));
    Q_ASSERT_X(action, "Actions::get", id);
    return action;
}

void Actions::applyText(QAction& action, const ActionRow& row, const QString& reason)
{
    action.setText(QCoreApplication::translate("actions", row.text));
    const QString tip = QCoreApplication::translate("actions", row.tip);
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    action.setToolTip((keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys)) +
                      (reason.isEmpty() ? QString() : QStringLiteral("\n") + reason));
    action.setStatusTip(tip);
}

void Actions::retranslate()
{
    for (const ActionRow& row : actionTable())
        applyText(*get(row.id), row);
}

void Actions::setReason(const char* id, const QString& reason)
{
    QAction* action = get(id);
    action->setEnabled(reason.isEmpty());
    for (const ActionRow& row : actionTable())
        if (std::strcmp(row.id, id) == 0)
            applyText(*action, row, reason);
}

} // namespace spw::ui
