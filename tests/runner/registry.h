// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/runner/named_tests.h"

#include <QtTest/QtTest>

/// Many test classes share one program, which runs the one it is asked for: what they include is compiled once for all.
namespace spw::test {

template <class Test, class Application>
int runTest(int argc, char** argv)
{
    Application application(argc, argv);
    application.setAttribute(Qt::AA_Use96Dpi, true);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

/// Without an event loop.
template <class Test>
int runTestAlone(int argc, char** argv)
{
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace spw::test

/// The last line of a test's namespace: what QTEST_MAIN and its like are to a program of one test.
#define SPW_TEST_GUI(Class) static const spw::test::NamedTest kNamedTest(__FILE__, &spw::test::runTest<Class, QApplication>);
#define SPW_TEST_GUILESS(Class) static const spw::test::NamedTest kNamedTest(__FILE__, &spw::test::runTest<Class, QCoreApplication>);
#define SPW_TEST_APPLESS(Class) static const spw::test::NamedTest kNamedTest(__FILE__, &spw::test::runTestAlone<Class>);
