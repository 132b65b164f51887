// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

/// ln, exp, sin and cos from additions and multiplications only. The C library's versions differ in the last digit
/// between systems, and one digit decides whether a simulated pixel fires: made-up data must be the same everywhere.
namespace spw::portable {

/// Natural logarithm of a normal number above 0, to about 1e-15.
inline double ln(double x)
{
    const auto bits = std::bit_cast<std::uint64_t>(x);
    int exponent = int((bits >> 52) & 0x7ff) - 1023;
    double m = std::bit_cast<double>((bits & 0x000fffffffffffffull) | 0x3ff0000000000000ull);   // [1, 2)
    if (m > 1.4142135623730951) {
        m *= 0.5;
        ++exponent;
    }
    const double s = (m - 1) / (m + 1), s2 = s * s;   // ln m = 2 artanh s, |s| < 0.172
    double sum = 0;
    for (int k = 21; k >= 1; k -= 2)
        sum = sum * s2 + 1.0 / k;
    return 2 * s * sum + exponent * 0.6931471805599453;
}

/// e^x for |x| <= 16.
inline double exp(double x)
{
    const double reduced = x / 64;
    double sum = 1;
    for (int k = 10; k >= 1; --k)
        sum = 1 + sum * reduced / k;
    for (int i = 0; i < 6; ++i)
        sum *= sum;
    return sum;
}

/// sin x for |x| <= 2 pi.
inline double sin(double x)
{
    constexpr double kPi = 3.141592653589793;
    if (x > kPi)
        x -= 2 * kPi;
    else if (x < -kPi)
        x += 2 * kPi;
    if (x > kPi / 2)
        x = kPi - x;
    else if (x < -kPi / 2)
        x = -kPi - x;
    double sum = 1;
    for (int k = 18; k >= 2; k -= 2)
        sum = 1 - sum * x * x / (k * (k + 1));
    return x * sum;
}

/// cos x for |x| <= 1.5 pi.
inline double cos(double x) { return sin(x + 1.5707963267948966); }

} // namespace spw::portable
