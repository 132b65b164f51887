// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scopes/media_icon.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QToolButton>

namespace spw::ui {
namespace {

constexpr char kProperty[] = "mediaIcon";

} // namespace

void setMediaIcon(QToolButton* button, QStyle::StandardPixmap icon)
{
    button->setProperty(kProperty, int(icon));
    const int side = button->iconSize().width();
    QPixmap pixmap = button->style()->standardIcon(icon).pixmap(QSize(side, side), button->devicePixelRatioF());
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(QRectF(0, 0, side * 2, side * 2), Theme::current().color(QStringLiteral("text")));
    painter.end();
    button->setIcon(QIcon(pixmap));
}

void refreshMediaIcons(QWidget* root)
{
    for (QToolButton* button : root->findChildren<QToolButton*>())
        if (const QVariant icon = button->property(kProperty); icon.isValid())
            setMediaIcon(button, QStyle::StandardPixmap(icon.toInt()));
}

} // namespace spw::ui
