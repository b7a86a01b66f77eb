// A BI tool on JDBC, in one file: metadata as drivers of such tools ask for it, and a query, without pause.
// Says when it is at work; runs until somebody says stop; then prints each answer once; any exception ends it with a failure.
import java.sql.*;
import java.util.*;

public class Reader {
    public static void main(String[] args) throws Exception {
        Set<String> seen = new TreeSet<>();
        int rounds = 0;
        try (Connection connection = DriverManager.getConnection(args[0])) {
            DatabaseMetaData meta = connection.getMetaData();
            while (System.in.available() == 0) {
                seen.add("table " + remarks(meta.getTables(null, "marts", "dim_country", new String[] {"TABLE"})));
                seen.add("column " + remarks(meta.getColumns(null, "marts", "fct_production", "quantity_tonnes")));
                seen.add("key " + names(meta.getPrimaryKeys(null, "marts", "fct_production")));
                names(meta.getIndexInfo(null, "marts", "fct_production", false, true));
                try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(args[1])) {
                    while (rows.next()) seen.add("row " + rows.getString(1) + " " + rows.getDouble(2));
                }
                if (rounds++ == 0) System.out.println("ready");
            }
        }
        for (String line : seen) System.out.println(line);
        System.out.println("rounds " + rounds);
    }

    static String remarks(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (rows) { while (rows.next()) text.append(rows.getString("REMARKS")); }
        return text.toString();
    }

    static String names(ResultSet rows) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (rows) { while (rows.next()) names.add(String.valueOf(rows.getString("COLUMN_NAME"))); }
        return String.join(",", names);
    }
}
