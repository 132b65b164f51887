// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"

#include <QHash>
#include <QIcon>
#include <QSet>
#include <QTreeWidget>
#include <QWidget>

class QLineEdit;

namespace spw::ui {

class NodeUsage;

/// Tree of node types that can be dragged onto a canvas.
class LibraryTree : public QTreeWidget {
    Q_OBJECT
public:
    using QTreeWidget::QTreeWidget;

protected:
    QMimeData* mimeData(const QList<QTreeWidgetItem*>& items) const override;
    QStringList mimeTypes() const override;
};

/// Every node type by category, searchable; drag one to the canvas, or Enter adds it at the view's centre.
class LibraryPanel : public QWidget {
    Q_OBJECT
public:
    LibraryPanel(const Catalog& catalog, NodeUsage& usage, QWidget* parent = nullptr);
    LibraryTree* tree() const { return m_tree; }

Q_SIGNALS:
    void chosen(const spw::NodeSpec* spec);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refill();
    /// A heading; folded as the user left it, but open while a search shows what is in it.
    QTreeWidgetItem* addGroup(const QString& key, const QString& title);
    void addNode(QTreeWidgetItem* group, const NodeSpec& spec);
    void offerFavourite(QPoint at);

    const Catalog& m_catalog;
    NodeUsage& m_usage;
    QSet<QString> m_folded;
    QHash<int, QIcon> m_icons;           // by category: 150 rows share them
    QLineEdit* m_search;
    LibraryTree* m_tree;
};

} // namespace spw::ui
