#!/bin/sh
# Makes an hrtimer trigger of Linux IIO: iio-trigger.sh NAME HERTZ. Run as root. Made already: only its rate is set.
# Source: Linux, Documentation/iio/iio_configfs.rst, Documentation/ABI/testing/sysfs-bus-iio-trigger-sysfs.
set -eu
name=$1
hertz=$2
configfs=${CONFIGFS:-/sys/kernel/config}
devices=${IIO_DEVICES:-/sys/bus/iio/devices}
[ -n "${IIO_DEVICES:-}" ] || modprobe -a industrialio-sw-trigger iio-trig-hrtimer
[ -d "$configfs/iio/triggers/hrtimer" ] || { echo "$configfs/iio/triggers/hrtimer is not there: has the kernel CONFIG_IIO_HRTIMER_TRIGGER, and is configfs mounted?" >&2; exit 1; }
[ -d "$configfs/iio/triggers/hrtimer/$name" ] || mkdir "$configfs/iio/triggers/hrtimer/$name"
for trigger in "$devices"/trigger*; do
    if [ "$(cat "$trigger/name")" = "$name" ]; then
        echo "$hertz" > "$trigger/sampling_frequency"
        exit 0
    fi
done
echo "no trigger is called $name below $devices" >&2
exit 1
