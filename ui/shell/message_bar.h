// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;

namespace spw::ui {

/// One message above the canvas, with buttons; never modal. The newest replaces an older one, but a question is not
/// pushed away by news: it comes back.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    struct Button {
        QString text;
        std::function<void()> action;
    };
    explicit MessageBar(QWidget* parent = nullptr);

    void show(Severity severity, const QString& text, std::vector<Button> buttons = {});
    void dismiss();
    QString text() const;

private:
    struct Message {
        Severity severity;
        QString text;
        std::vector<Button> buttons;
    };
    void display();

    std::vector<Message> m_messages;
    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_row;
    std::vector<QWidget*> m_buttons;
};

} // namespace spw::ui
