// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/node_usage.h"

#include <QSettings>

namespace spw::ui {
namespace {

const QString kRecentTypesKey = QStringLiteral("library/recent"), kFavouriteKey = QStringLiteral("library/favourites");

} // namespace

NodeUsage::NodeUsage(QObject* parent) : QObject(parent)
{
    const QSettings settings;
    m_recent = settings.value(kRecentTypesKey).toStringList().mid(0, kRecent);
    m_favourites = settings.value(kFavouriteKey).toStringList();
}

void NodeUsage::use(const QString& id)
{
    if (!m_recent.isEmpty() && m_recent.first() == id)
        return;
    m_recent.removeAll(id);
    m_recent.prepend(id);
    m_recent = m_recent.mid(0, kRecent);
    QSettings().setValue(kRecentTypesKey, m_recent);
    Q_EMIT changed();
}

void NodeUsage::setFavourite(const QString& id, bool favourite)
{
    if (m_favourites.contains(id) == favourite)
        return;
    favourite ? m_favourites.append(id) : (void)m_favourites.removeAll(id);
    QSettings().setValue(kFavouriteKey, m_favourites);
    Q_EMIT changed();
}

} // namespace spw::ui
