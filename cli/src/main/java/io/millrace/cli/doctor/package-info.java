/** {@code millrace doctor}: tells whether what is between encoders, Millrace and players holds back, cuts, changes or keeps it. */
package io.millrace.cli.doctor;
