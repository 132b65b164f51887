// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/catalog.h"

#include <QTreeWidget>
#include <QWidget>

class QLineEdit;

namespace spw::ui {

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
    explicit LibraryPanel(const Catalog& catalog, QWidget* parent = nullptr);
    LibraryTree* tree() const { return m_tree; }

Q_SIGNALS:
    void chosen(const spw::NodeSpec* spec);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refill();

    const Catalog& m_catalog;
    QLineEdit* m_search;
    LibraryTree* m_tree;
};

} // namespace spw::ui
