using Drivers.Tests.Fakes;
using EdgeGateway.Core.Devices;

namespace Drivers.Tests.Scales;

public class MtSicsTests
{
    [Theory]
    [InlineData("S S      0.735 kg\r\n", "0.735 kg stable")]
    [InlineData("S D 0.735 kg\r\n", "0.735 kg moving")]
    [InlineData("S S     -0.735 lb  \r\n", "-0.735 lb stable")]
    [InlineData("S S          3 PCS\r\n", "3 pcs stable")]
    [InlineData("S  S     0.735 kg\r\n", "0.735 kg stable")]
    [InlineData("S I\r\n", "!not_executable")]
    [InlineData("S -\r\n", "!underload")]
    [InlineData("S L\r\n", "!logical_error")]
    [InlineData("Z A\r\n", "#zero_done")]
    [InlineData("ZI D\r\n", "#zero_done")]
    [InlineData("ZI S\r\n", "#zero_done")]
    [InlineData("ZI I\r\n", "!not_executable")]
    [InlineData("ZI +\r\n", "!overload")]
    [InlineData("TI I\r\n", "!not_executable")]
    [InlineData("TI -\r\n", "!underload")]
    [InlineData("I0 I\r\n", "!not_executable")]
    [InlineData("I5 L\r\n", "!logical_error")]
    [InlineData("Z I\r\n", "!not_executable")]
    [InlineData("Z +\r\n", "!overload")]
    [InlineData("Z -\r\n", "!underload")]
    [InlineData("TI D     12.340 g\r\n", "12.340 g moving tare")]
    [InlineData("TA A     12.340 g\r\n", "12.340 g tare")]
    [InlineData("xTI S     12.340 g\r\n", "!invalid | 12.340 g stable tare")]
    [InlineData("xTI D     12.340 g\r\n", "!invalid | 12.340 g moving tare")]
    [InlineData("xTA A     12.340 g\r\n", "!invalid | 12.340 g tare")]
    [InlineData("xES\r\n", "!invalid")]
    [InlineData("TA I\r\n", "!not_executable")]
    [InlineData("TAC A\r\n", "#tare_cleared")]
    [InlineData("T +\r\n", "!overload")]
    [InlineData("I0 B 0 \"SI\"\r\n", "#command=SI")]
    [InlineData("I1 A \"01\" \"2.30\"\r\n", "#level=01 2.30")]
    [InlineData("I2 A \"Counter 15 kg\"\r\n", "#model=Counter 15 kg")]
    [InlineData("I3 A \"1.10\"\r\n", "#firmware=1.10")]
    [InlineData("I5 A \"12345678A\"\r\n", "#software_id=12345678A")]
    [InlineData("I4 I\r\n", "!not_executable")]
    public void Decode_EveryAnswer_IsRead(string line, string expected) => Assert.Equal(expected, Decoding.Read("mt_sics", line));

    [Theory]
    [InlineData("S S      0.735\r\n")]
    [InlineData("S S      0.7x5 kg\r\n")]
    [InlineData("S S      --.--- kg\r\n")]
    [InlineData("S Q      0.735 kg\r\n")]
    [InlineData("S        0.735 kg\r\n")]
    [InlineData("S SS     0.735 kg\r\n")]
    [InlineData("Q S      0.735 kg\r\n")]
    [InlineData("S + 5\r\n")]
    [InlineData("Z A 1\r\n")]
    [InlineData("ZI A\r\n")]
    [InlineData("ZI S 1\r\n")]
    [InlineData("TAC B\r\n")]
    [InlineData("TAC A 1\r\n")]
    [InlineData("I6 I\r\n")]
    [InlineData("I/ I\r\n")]
    [InlineData("I4 A \"\r\n")]
    [InlineData("I4 A \"1\u007f2\"\r\n")]
    [InlineData("EX\r\n")]
    [InlineData("I4 A 1126493049\r\n")]
    [InlineData("I4 A \"1126493049\r\n")]
    [InlineData("S  +001.234 kg\r\n")]
    public void Decode_WhatIsNoAnswer_IsInvalid(string line) => Assert.Equal("!invalid", Decoding.Read("mt_sics", line));

    [Fact]
    public void Decode_LongText_IsShortened() => Assert.Equal(
        "#model=" + new string('x', 40), Decoding.Read("mt_sics", "I2 A \"" + new string('x', 70) + "\"\r\n"));

    [Theory]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n", "Z A\r\n", true, "zero set")]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n", "Z I\r\n", false, "not executable")]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n", "Z +\r\n", false, "overload")]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n", "S S      0.735 kg\r\nZ A\r\n", true, "zero set")]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n", "ES\r\n", false, "syntax error")]
    [InlineData(DeviceCommandKind.Zero, "Z\r\n", null, false, "no answer")]
    [InlineData(DeviceCommandKind.Tare, "T\r\n", "T S      0.200 kg\r\n", true, "tare 0.200 kg")]
    [InlineData(DeviceCommandKind.Tare, "T\r\n", "T I\r\n", false, "not executable")]
    [InlineData(DeviceCommandKind.ClearTare, "TAC\r\n", "TAC A\r\n", true, "tare cleared")]
    [InlineData(DeviceCommandKind.Echo, "I4\r\n", "I4 A \"1126493049\"\r\n", true, "serial number 1126493049")]
    public async Task Tell_EachCommand_ReportsWhatTheScaleSaid(DeviceCommandKind kind, string sent, string? answer, bool done, string reason)
    {
        (string Sent, CommandOutcome Outcome) told = await ToldScale.TellAsync("mt-sics", new DeviceCommand(kind), answer);
        Assert.Equal((sent, done), (told.Sent, told.Outcome.Done));
        Assert.Contains(reason, told.Outcome.Reason);
    }
}
