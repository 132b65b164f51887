// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/canvas_view.h"
#include "ui/shell/main_window.h"
#include "ui/shell/stall_watchdog.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QSettings>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace spw::ui::test {

/// A window whose settings, state and autosaves lie in a folder of its own.
class Studio {
public:
    explicit Studio(QSize size = {1280, 860})
    {
        qputenv("XDG_STATE_HOME", m_folder.filePath(QStringLiteral("state")).toUtf8());
        qputenv("XDG_DATA_HOME", m_folder.filePath(QStringLiteral("data")).toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.filePath(QStringLiteral("config")));
        QApplication::setOrganizationName(QStringLiteral("SpikewrightTest"));
        QApplication::setApplicationName(QStringLiteral("Studio"));
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        Theme::current().setName(QStringLiteral("dark"));
        open(size);
    }
    /// Another window on the same settings, as after a restart.
    void open(QSize size = {1280, 860})
    {
        window.reset();
        window = std::make_unique<MainWindow>();
        window->resize(size);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        canvas().setFocus();
    }
    QString path(const QString& name) const { return m_folder.filePath(name); }
    CanvasView& canvas() { return window->canvas(); }
    ProjectModel& project() { return window->project(); }
    const Graph& graph() { return window->project().graph(); }

    NodeId add(const char* type, double x, double y, const char* title = "")
    {
        const NodeId id = graph().nextId();
        project().apply(AddNode{Node{id, type, title, {}, {x, y}, {}}}, QStringLiteral("Add"));
        return id;
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        press(from, modifiers, button);
        moveTo((from + to) / 2, modifiers, button);
        moveTo(to, modifiers, button);
        QTest::mouseRelease(&canvas(), button, modifiers, to);
    }
    void press(QPoint at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mousePress(&canvas(), button, modifiers, at);
    }
    /// QTest::mouseMove says nothing about the buttons, so the event is sent.
    void moveTo(QPoint at, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton)
    {
        QMouseEvent move(QEvent::MouseMove, at, canvas().mapToGlobal(at), Qt::NoButton, button, modifiers);
        QApplication::sendEvent(&canvas(), &move);
    }

private:
    QTemporaryDir m_folder;     // outlives the window, whose last files are written when it goes

public:
    std::unique_ptr<MainWindow> window;
};

} // namespace spw::ui::test
