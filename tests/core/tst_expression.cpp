// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/expression.h"
#include "tests/runner/registry.h"

#include <QtTest/QtTest>

#include <cmath>

namespace tst_expression {

using namespace spw;

class tst_Expression final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void formulasMeanWhatTheyMeanOnPaper_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<double>("expected");
        const double x = 3, y = -0.5;   // the names below
        const auto row = [](const char* formula, double expected) { QTest::newRow(formula) << formula << expected; };
        row("1 + 2 * 3", 7);
        row("(1 + 2) * 3", 9);
        row("8 / 4 / 2", 1);
        row("8 - 4 - 2", 2);
        row("2 ^ 3 ^ 2", 512);
        row("-2 ^ 2", -4);
        row("2 ^ -1", 0.5);
        row("- - 2", 2);
        row("1.5e1 + .25", 15.25);
        row("x", x);
        row("x + (y - x) / 2", x + (y - x) / 2);
        row("x*y^2", x * y * y);
        row("exp(y) + log(x)", std::exp(y) + std::log(x));
        row("max(x, y) - min(x, y)", x - y);
        row("relu(y) + relu(x) + abs(y)", x + 0.5);
        row("sigmoid(0) + tanh(0) + floor(2.9) + sqrt(16)", 6.5);
        row("sin(x)^2 + cos(x)^2", 1);
        row("min (x , 2)", 2);
    }
    void formulasMeanWhatTheyMeanOnPaper()
    {
        QFETCH(QString, formula);
        QFETCH(double, expected);
        const double value = Expression::parse(formula.toStdString(), {"x", "y"}).evaluate(std::vector<double>{3, -0.5});
        QVERIFY2(std::abs(value - expected) < 1e-12, qPrintable(QString::number(value)));
    }

    void whatCannotBeReadIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QString>("formula");
        QTest::addColumn<QString>("place");
        const auto row = [](const char* name, const QString& formula, const char* place) { QTest::newRow(name) << formula << place; };
        row("nothing", "", "letter 1");
        row("spaces", "   ", "letter 4");
        row("operator at the end", "x +", "letter 4");
        row("two operators", "x * / y", "letter 5");
        row("two values", "x y", "letter 3");
        row("unknown name", "x + z", "letter 5");
        row("function without brackets", "exp x", "letter 1");
        row("one of two arguments", "min(x)", "letter 6");
        row("bracket open", "(x + y", "letter 7");
        row("bracket closed", "x + y)", "letter 6");
        row("strange letter", "x $ y", "letter 3");
        row("huge number", "1e999", "letter 1");
        row("deep", QString(3000, QLatin1Char('(')) + QStringLiteral("x"), "letter");
        row("deep powers", QStringLiteral("x") + QStringLiteral("^x").repeated(1500), "letter");
        row("long", QStringLiteral("x") + QStringLiteral("+x").repeated(3000), "letter 1");
    }
    void whatCannotBeReadIsRefusedWithItsPlace()
    {
        QFETCH(QString, formula);
        QFETCH(QString, place);
        try {
            Expression::parse(formula.toStdString(), {"x", "y"});
        } catch (const Error& e) {
            QVERIFY2(QString::fromStdString(e.where()).contains(place), e.where().c_str());
            QVERIFY(!e.fix().empty());
            return;
        }
        QFAIL("It was read.");
    }

    void aFormulaKnowsWhatItUses()
    {
        const Expression e = Expression::parse("exp(x) + 1", {"x", "y"});
        QVERIFY(e.uses("x"));
        QVERIFY(!e.uses("y"));
        QVERIFY(!e.uses("exp"));
    }
};

SPW_TEST_GUILESS(tst_Expression)

} // namespace tst_expression

#include "tst_expression.moc"
